(() => {
  'use strict';

  /* SHA-256 (FIPS 180-4) of an ASCII string, in hexadecimal: pages opened from a disk may lack crypto.subtle. */
  const primes = [];
  for (let n = 2; primes.length < 64; n++) {
    if (primes.every((p) => n % p)) primes.push(n);
  }
  const fraction = (x) => Math.floor((x - Math.floor(x)) * 4294967296) | 0;
  const ROUND = primes.map((p) => fraction(Math.cbrt(p)));
  const START = primes.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
  const turn = (x, n) => (x >>> n) | (x << (32 - n));

  function sha256(text) {
    const length = text.length;
    const bytes = new Uint8Array((((length + 8) >> 6) + 1) << 6);
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) throw new Error('not ASCII');
      bytes[i] = code;
    }
    bytes[length] = 128;
    const view = new DataView(bytes.buffer);
    view.setUint32(bytes.length - 8, Math.floor(length / 536870912));
    view.setUint32(bytes.length - 4, length << 3);
    const hash = START.slice();
    const w = new Int32Array(64);
    for (let block = 0; block < bytes.length; block += 64) {
      for (let i = 0; i < 16; i++) w[i] = view.getInt32(block + 4 * i);
      for (let i = 16; i < 64; i++) {
        const s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
        const s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
      }
      let [a, b, c, d, e, f, g, h] = hash;
      for (let i = 0; i < 64; i++) {
        const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
        const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND[i] + w[i]) | 0;
        const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
        const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
      }
      [a, b, c, d, e, f, g, h].forEach((x, i) => { hash[i] = (hash[i] + x) | 0; });
    }
    return hash.map((x) => (x >>> 0).toString(16).padStart(8, '0')).join('');
  }

  /* Log-gamma by Stirling's series; log of the incomplete beta integral by its continued fraction (Lentz). */
  function logGamma(x) {
    let shift = 1;
    while (x < 10) shift *= x++;
    const r = 1 / (x * x);
    const rest = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - r * 691 / 360360))))) / x;
    return (x - 0.5) * Math.log(x) - x + 0.9189385332046727418 + rest - Math.log(shift);
  }
  const logBeta = (a, b) => logGamma(a) + logGamma(b) - logGamma(a + b);

  function fractionOf(x, a, b) {
    const safe = (v) => (Math.abs(v) < 1e-300 ? 1e-300 : v);
    let c = 1;
    let d = 1 / safe(1 - (a + b) * x / (a + 1));
    let value = d;
    for (let m = 1; m < 100000; m++) {
      const even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / safe(1 + even * d);
      c = safe(1 + even / c);
      value *= d * c;
      const odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / safe(1 + odd * d);
      c = safe(1 + odd / c);
      value *= d * c;
      if (Math.abs(d * c - 1) < 1e-15) return value;
    }
    throw new Error('no convergence');
  }

  /* ln of the integral of t^(a-1) (1-t)^(b-1) from 0 to x, where y = 1 - x. */
  function logLower(x, y, a, b) {
    const common = a * Math.log(x) + b * Math.log(y);
    if (x <= (a + 1) / (a + b + 2)) return common - Math.log(a) + Math.log(fractionOf(x, a, b));
    const whole = logBeta(a, b);
    return whole + Math.log1p(-Math.exp(common - Math.log(b) + Math.log(fractionOf(y, b, a)) - whole));
  }

  /* The rate process: what is told after each draw. Errored draws are the worst case of each test. */
  function decideRate(codes, claim, claims, failOnly) {
    const p = claim.bar, r = claim.rule;
    const need = Math.log(claims / r.alpha), giveUp = -Math.log(r.beta);
    const passBase = logLower(p, 1 - p, r.passA, r.passB), failBase = logLower(1 - p, p, r.failB, r.failA);
    const good = 0.2 * p, bad = 3 * p;
    let n = 0, hits = 0, errored = 0, logPass = 0, logFail = 0, used = 0;
    for (const code of codes) {
      used++;
      if (code === 'x') continue;
      if (code !== '0' && code !== '1' && code !== 'e') throw new Error('outcome ' + code + ' has no place here');
      n++;
      if (code === '1') hits++;
      if (code === 'e') errored++;
      const worst = hits + errored;
      logPass = logLower(p, 1 - p, r.passA + worst, r.passB + n - worst) - passBase
        - worst * Math.log(p) - (n - worst) * Math.log1p(-p);
      logFail = logLower(1 - p, p, r.failB + n - hits, r.failA + hits) - failBase
        - hits * Math.log(p) - (n - hits) * Math.log1p(-p);
      const notGood = hits * Math.log(p / good) + (n - hits) * (Math.log1p(-p) - Math.log1p(-good));
      const notBad = bad >= 1 ? -Infinity
        : worst * Math.log(p / bad) + (n - worst) * (Math.log1p(-p) - Math.log1p(-bad));
      const at = { used, n, hits, logPass, logFail };
      if (!failOnly && logPass >= need) return { ...at, verdict: 'pass', decided: true };
      if (logFail >= need) return { ...at, verdict: 'fail', decided: true };
      if ((failOnly || notGood >= giveUp) && notBad >= giveUp) {
        return { ...at, verdict: 'inconclusive', decided: true };
      }
      if (!failOnly && n >= claim.cap) return { ...at, verdict: 'inconclusive', decided: true };
    }
    return { used, n, hits, logPass, logFail, verdict: 'inconclusive', decided: false };
  }

  /* The paired process: forty bets in each direction on differences of +1, 0 and -1. */
  function bets(gap, sign) {
    const rows = [];
    for (let j = 0; j < 40; j++) {
      const v = (j + 0.5) / 40;
      const bet = sign > 0 ? v / (1 + gap) : (1 + Math.log1p(v * Math.expm1(-3)) / 3) / (1 - gap);
      rows.push([Math.log1p(sign * bet * (1 - gap)), Math.log1p(-sign * bet * gap),
        Math.log1p(-sign * bet * (1 + gap))]);
    }
    return (plus, zero, minus) => {
      const logs = rows.map((row) => plus * row[0] + zero * row[1] + minus * row[2]);
      const most = Math.max(...logs);
      return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0) / 40);
    };
  }

  function decidePaired(codes, claim) {
    const greater = bets(claim.bar, 1), less = bets(claim.bar, -1);
    const need = Math.log(claim.rule.claims / claim.rule.alpha);
    let plus = 0, zero = 0, minus = 0, errored = 0, used = 0, logPass = 0, logFail = 0;
    for (const code of codes) {
      used++;
      if (code === 'x') continue;
      if (code === '1') plus++;
      else if (code === 'r') minus++;
      else if (code === '0') zero++;
      else if (code === 'e') errored++;
      else throw new Error('outcome ' + code + ' has no place here');
      const n = plus + zero + minus + errored;
      logPass = Math.min(less(plus + errored, zero, minus), less(minus + errored, zero, plus));
      logFail = greater(plus, zero, minus + errored);
      const at = { used, n, hits: plus - minus, logPass, logFail };
      if (logPass >= need) return { ...at, verdict: 'pass', decided: true };
      if (logFail >= need) return { ...at, verdict: 'fail', decided: true };
      if (greater(minus, zero, plus + errored) >= need || n >= claim.cap) {
        return { ...at, verdict: 'inconclusive', decided: true };
      }
    }
    return { used, n: plus + zero + minus + errored, hits: plus - minus, logPass, logFail,
      verdict: 'inconclusive', decided: false };
  }

  /* An existence claim. Whatever hit or errored in the screen stood out, and what errored may need a confirmation for each
     placement: a confirming stage names how many there are by its claims, m times that number. One confirmed candidate is
     a failure; a pass needs the whole set screened and, in every confirmation, a rate of three bars or more rejected. */
  function decideExistence(claim) {
    let screened = 0, standouts = 0, wanted = 0, covered = 0, confirmed = 0, rejected = 0, n = 0, hits = 0;
    for (const stage of claim.stages) {
      if (stage.from !== covered || stage.to < stage.from) throw new Error('its stages leave a gap');
      covered = stage.to;
      const codes = claim.outcomes.slice(stage.from, stage.to);
      for (const code of codes) {
        if (code !== 'x') n++;
        if (code === '1') hits++;
        if (!stage.confirmation && code !== 'x') screened++;
        if (!stage.confirmation && (code === '1' || code === 'e')) standouts++;
      }
      if (stage.confirmation) {
        wanted = Math.max(wanted, stage.claims / claim.rule.claims);
        const found = decideRate(codes, claim, stage.claims, true);
        if (found.verdict === 'fail') confirmed++;
        else if (found.decided && found.used === codes.length) rejected++;
      }
    }
    if (covered !== claim.outcomes.length) throw new Error('its stages do not cover its outcomes');
    if (confirmed) return { verdict: 'fail', decided: true, n, hits };
    const passes = screened === claim.candidates && rejected === Math.max(standouts, wanted);
    return { verdict: passes ? 'pass' : 'inconclusive', decided: passes, n, hits };
  }

  function check(claim) {
    const wrong = [];
    const digests = claim.samples.length / 64;
    let lines = '';
    for (let i = 0; i < claim.outcomes.length; i++) {
      lines += i + ' ' + claim.outcomes[i] + ' ' + claim.samples.slice(64 * i, 64 * i + 64) + '\n';
    }
    const digest = sha256(lines);
    if (digests !== claim.outcomes.length) wrong.push('has ' + claim.outcomes.length + ' outcomes and ' + digests
      + ' sample digests');
    if (digest !== claim.digest) wrong.push('digest differs');
    const page = digestShown(claim.id);
    if (page !== claim.digest) wrong.push('the digest shown on this page is another one');
    let verdict = 'not computed', partly = false;
    try {
      const found = claim.kind === 'existence' ? decideExistence(claim)
        : claim.kind === 'paired' ? decidePaired(claim.outcomes, claim)
          : decideRate(claim.outcomes, claim, claim.rule.claims, false);
      verdict = found.verdict;
      /* Stops that no outcome shows (budget, errors, no draws left) can end a claim as inconclusive, never otherwise. */
      partly = verdict === 'inconclusive' && !found.decided && claim.verdict === 'inconclusive';
      if (verdict !== claim.verdict) {
        wrong.push('the outcomes give ' + verdict + ', not ' + claim.verdict);
      }
      if (claim.kind !== 'existence') {
        if (found.used !== claim.outcomes.length) wrong.push('the verdict falls after ' + found.used + ' of '
          + claim.outcomes.length + ' outcomes');
        if (found.n !== claim.draws || found.hits !== claim.hits) wrong.push('the outcomes count to ' + found.hits
          + ' of ' + found.n + ', not ' + claim.hits + ' of ' + claim.draws);
      }
    } catch (error) {
      wrong.push('the verdict cannot be computed: ' + error.message);
    }
    for (const shown of document.querySelectorAll('[data-verdict-of]')) {
      if (shown.dataset.verdictOf === claim.id && shown.textContent.trim().toLowerCase() !== claim.verdict) {
        wrong.push('this page shows ' + shown.textContent.trim().toLowerCase() + ' where the data say '
          + claim.verdict);
      }
    }
    return { id: claim.id, digest, wrong, partly };
  }

  const cells = (name, id) => [...document.querySelectorAll('[' + name + ']')]
    .filter((cell) => cell.getAttribute(name) === id);
  const digestShown = (id) => cells('data-digest-of', id).map((cell) => cell.textContent.replace(/[^0-9a-f]/g, ''))[0];
  const count = (number, word) => number.toLocaleString('en') + ' ' + word + (number === 1 ? '' : 's');

  function tallyErrors(claims) {
    const wrong = [];
    for (const word of ['fail', 'inconclusive', 'pass']) {
      const number = claims.filter((claim) => claim.verdict === word).length;
      for (const shown of cells('data-tally', word)) {
        if (shown.textContent.trim() !== String(number)) wrong.push('the tally shows ' + shown.textContent.trim()
          + ' ' + word + ' where the data say ' + number);
      }
    }
    const headline = document.querySelector('h1').dataset.headline.split(' ');
    const failed = claims.filter((claim) => claim.verdict === 'fail').length;
    if (headline[0] !== String(failed) || headline[1] !== String(claims.length)) wrong.push('the headline differs');
    return wrong;
  }

  function verify() {
    const status = document.getElementById('verify-status');
    const list = document.getElementById('verify-list');
    list.textContent = '';
    let data;
    try {
      data = JSON.parse(document.getElementById('evidence-data').textContent);
    } catch (error) {
      status.className = 'verify-status mismatch';
      status.textContent = 'Mismatch: the data in this page cannot be read, so nothing was checked.';
      return;
    }
    const results = data.claims.map(check);
    for (const result of results) {
      for (const cell of cells('data-check', result.id)) {
        cell.className = result.wrong.length ? 'mismatch' : 'match';
        cell.textContent = result.wrong.length ? 'mismatch: ' + result.wrong.join('; ')
          : result.partly ? 'digest matches; verdict in part' : 'digest and verdict match';
      }
    }
    const say = (text) => {
      const item = document.createElement('li');
      item.textContent = text;
      list.append(item);
    };
    const all = sha256(data.claims.map((claim) => claim.id + ' ' + claim.digest + '\n').join(''));
    const general = tallyErrors(data.claims);
    if (all !== data.digest || cells('data-digest-of', 'all claims')
      .some((cell) => cell.textContent.replace(/[^0-9a-f]/g, '') !== all)) {
      general.push('the digest over all claims differs');
    }
    const rows = new Set([...document.querySelectorAll('[data-check]')].map((cell) => cell.dataset.check));
    if (rows.size !== data.claims.length) general.push('the page lists ' + rows.size + ' claims, the data hold '
      + data.claims.length);
    const bad = results.filter((result) => result.wrong.length);
    const outcomes = data.claims.reduce((sum, claim) => sum + claim.outcomes.length, 0);
    const partly = results.filter((result) => result.partly && !result.wrong.length);
    const mismatch = bad.length > 0 || general.length > 0;
    status.className = 'verify-status ' + (mismatch ? 'mismatch' : 'match');
    status.textContent = mismatch
      ? 'Mismatch: ' + [...bad.map((result) => result.id), ...general].join('; ') + '.'
      : 'Everything that was checked matches.';
    say('Checked in this browser: the SHA-256 of ' + count(outcomes, 'outcome') + ', claim by claim, and the digest '
      + 'over all claims. ' + (results.length - bad.length) + ' of ' + count(results.length, 'claim') + ' match.');
    say('Checked in this browser: the verdicts, computed again from these outcomes by each claim\u2019s test, and the '
      + 'verdicts, tally and headline that this page shows.');
    for (const result of partly) {
      say('Checked in part: ' + result.id + '. The outcomes show neither pass nor fail, and by the test alone the draws '
        + 'could have gone on. The printed reason for the stop is not checkable here: '
        + cells('data-reason-of', result.id).map((cell) => cell.textContent.trim()).join(' '));
    }
    say('Not checked here: that the outcomes are what the model answered, the detectors, intervals, power figures, '
      + 'transcripts and words. They need the run\u2019s journal. Someone who changes the outcomes and their digests '
      + 'together is found only by comparing the digest over all claims with a copy kept elsewhere.');
  }

  function copy(text, button) {
    const done = (word) => {
      button.textContent = word;
      window.setTimeout(() => { button.textContent = 'Copy'; }, 1500);
    };
    const byHand = () => {
      const box = document.createElement('textarea');
      box.value = text;
      document.body.append(box);
      box.select();
      const copied = document.execCommand('copy');
      box.remove();
      button.focus();
      done(copied ? 'Copied' : 'Not copied');
    };
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(() => done('Copied'), byHand);
    } else {
      byHand();
    }
  }

  for (const button of document.querySelectorAll('button')) button.hidden = false;
  for (const button of document.querySelectorAll('button[data-copy]')) {
    button.addEventListener('click', () => copy(button.dataset.copy, button));
  }
  document.getElementById('verify').addEventListener('click', verify);
  if (window.location.hash === '#verify') verify();
})();

package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// A real limit: a token bucket of requests a second, and how many may be in flight at once; beyond it 429 with
// Retry-After and the x-ratelimit-* headers that OpenAI sends. workers=K is no limit but a queue: only K answers are
// made at a time, the rest wait, so that more concurrency only means more latency.
type bucket struct {
	sync.Mutex
	rps, burst, tokens float64
	at                 time.Time
	inflight           int64
	workers            chan struct{}
}

var limit atomic.Pointer[bucket]

func setLimit(q url.Values) error {
	b := &bucket{at: time.Now()}
	for name := range q {
		v, err := strconv.ParseFloat(q.Get(name), 64)
		if err != nil || v < 0 {
			return fmt.Errorf("%s must be a number of at least 0", name)
		}
		switch name {
		case "rps":
			b.rps = v
		case "burst":
			b.burst = v
		case "inflight":
			b.inflight = int64(v)
		case "workers":
			if v > 0 {
				b.workers = make(chan struct{}, int(v))
			}
		default:
			return fmt.Errorf("no such limit: %s", name)
		}
	}
	if b.rps > 0 && b.burst == 0 {
		b.burst = max(1, b.rps)
	}
	b.tokens = b.burst
	limit.Store(b)
	return nil
}

// admit says whether the request may go on; when not, the 429 is already written.
func (b *bucket) admit(w http.ResponseWriter, now time.Time, inflight int64) bool {
	if b.rps == 0 && b.inflight == 0 {
		return true
	}
	if b.inflight > 0 && inflight > b.inflight {
		count.limited.Add(1)
		fail(w, 429, "rate_limit_exceeded", "Too many requests at once")
		return false
	}
	if b.rps == 0 {
		return true
	}
	b.Lock()
	b.tokens = min(b.burst, b.tokens+now.Sub(b.at).Seconds()*b.rps)
	b.at = now
	ok := b.tokens >= 1
	if ok {
		b.tokens--
	}
	left := b.tokens
	b.Unlock()
	h, full := w.Header(), time.Duration((b.burst-left)/b.rps*float64(time.Second))
	h.Set("x-ratelimit-limit-requests", strconv.Itoa(int(b.burst)))
	h.Set("x-ratelimit-remaining-requests", strconv.Itoa(int(left)))
	h.Set("x-ratelimit-reset-requests", full.Round(time.Millisecond).String())
	if !ok {
		count.limited.Add(1)
		wait := (1 - left) / b.rps
		h.Set("Retry-After", strconv.Itoa(int(wait)+1))
		h.Set("retry-after-ms", strconv.Itoa(int(wait*1000)+1))
		fail(w, 429, "rate_limit_exceeded", "Rate limit reached for requests")
	}
	return ok
}

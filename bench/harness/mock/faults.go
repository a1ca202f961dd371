package main

import (
	"encoding/binary"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"
)

// What can go wrong with an attempt. Each is a parameter of /_faults with a p before it, in per cent.
//
//	429, 500, 503  that status with an error body; 429 and 503 with Retry-After
//	reset          the connection is reset (RST) before any byte of an answer
//	trunc          a complete HTTP answer whose JSON stops half way
//	drop           the connection closes in the middle of the body that Content-Length announced
//	hang           never answers; the connection stays open until the client leaves
//	late           the right answer, `late` seconds (default 10) after the request
//	html           200 with a web page
//	endless        200 with a JSON body that never ends
//	drip           200, one byte of the right answer a second
//	errbody        200 whose JSON is an error object
//	empty          200 with no body
//	nochoice       200 with an empty list of choices
//
// More parameters: latency=200ms (of every answer), retry_after=1 | 0.5 | date | none | rubbish (default 1),
// late=10s, sticky=1 (the fault depends on the prompt, so that no retry helps; otherwise on the attempt).
var faultNames = [...]string{"429", "500", "503", "reset", "trunc", "drop", "hang", "late", "html", "endless", "drip", "errbody", "empty", "nochoice"}

type plan struct {
	latency, late time.Duration
	upTo          [len(faultNames)]uint64 // cumulative, of 10000
	any, sticky   bool
	retryAfter    string
}

var current atomic.Pointer[plan]

func setFaults(q url.Values) error {
	p, sum := &plan{late: 10 * time.Second, retryAfter: "1"}, uint64(0)
	for name := range q {
		if !known(name) {
			return fmt.Errorf("no such fault or setting: %s", name)
		}
	}
	for i, name := range faultNames {
		v := q.Get("p" + name)
		if v != "" {
			f, err := strconv.ParseFloat(v, 64)
			if err != nil || f < 0 || f > 100 {
				return fmt.Errorf("p%s must be a number from 0 to 100, not %q", name, v)
			}
			sum += uint64(f*100 + 0.5)
		}
		p.upTo[i] = sum
	}
	if sum > 10000 {
		return fmt.Errorf("the faults add up to more than 100 %%")
	}
	p.any, p.sticky = sum > 0, q.Get("sticky") == "1"
	for name, where := range map[string]*time.Duration{"latency": &p.latency, "late": &p.late} {
		if v := q.Get(name); v != "" {
			d, err := time.ParseDuration(v)
			if err != nil {
				return err
			}
			*where = d
		}
	}
	if v := q.Get("retry_after"); v != "" {
		p.retryAfter = v
	}
	current.Store(p)
	return nil
}

func known(name string) bool {
	switch name {
	case "latency", "late", "sticky", "retry_after":
		return true
	}
	for _, f := range faultNames {
		if name == "p"+f {
			return true
		}
	}
	return false
}

// pick gives the index of the fault that strikes this attempt, or -1.
func (p *plan) pick(hash []byte) int {
	if !p.any {
		return -1
	}
	x := attempt.Add(1)
	if p.sticky {
		x = binary.LittleEndian.Uint64(hash[8:])
	}
	x = splitmix(x) % 10000
	for i, limit := range p.upTo {
		if x < limit {
			return i
		}
	}
	return -1
}

func splitmix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9
	x = (x ^ (x >> 27)) * 0x94d049bb133111eb
	return x ^ (x >> 31)
}

func fail(w http.ResponseWriter, code int, kind, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	fmt.Fprintf(w, `{"error":{"message":%q,"type":%q,"param":null,"code":%q}}`, message, kind, kind)
}

func (p *plan) setRetryAfter(w http.ResponseWriter) {
	switch p.retryAfter {
	case "none":
	case "date":
		w.Header().Set("Retry-After", time.Now().Add(2*time.Second).UTC().Format(http.TimeFormat))
	default:
		w.Header().Set("Retry-After", p.retryAfter)
	}
}

// cut ends the connection: with RST when hard, else after what was already written.
func cut(w http.ResponseWriter, hard bool, before []byte) {
	hj, ok := w.(http.Hijacker)
	if !ok {
		return
	}
	conn, _, err := hj.Hijack()
	if err != nil {
		return
	}
	conn.Write(before)
	if t, ok := conn.(*net.TCPConn); ok && hard {
		t.SetLinger(0)
	}
	conn.Close()
}

// strike does what the fault is; true when the attempt is over, false when the right answer still comes.
func (p *plan) strike(fault int, w http.ResponseWriter, r *http.Request, full []byte) bool {
	count.faults[fault].Add(1)
	gone := r.Context().Done()
	w.Header().Set("Content-Type", "application/json")
	switch faultNames[fault] {
	case "429":
		p.setRetryAfter(w)
		fail(w, 429, "rate_limit_exceeded", "Rate limit reached")
	case "500":
		fail(w, 500, "server_error", "The server had an error")
	case "503":
		p.setRetryAfter(w)
		fail(w, 503, "overloaded", "The server is overloaded")
	case "reset":
		cut(w, true, nil)
	case "trunc":
		w.Write(full[:len(full)/2])
	case "drop":
		cut(w, false, append([]byte(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", len(full))), full[:len(full)/2]...))
	case "hang":
		<-gone
		count.abandoned.Add(1)
	case "late":
		select {
		case <-time.After(p.late):
			return false
		case <-gone:
			count.abandoned.Add(1)
		}
	case "html":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write([]byte("<!doctype html><title>Maintenance</title><p>The capital of France is Paris. Back soon."))
	case "endless":
		w.Write([]byte(`{"id":"x","choices":[{"index":0,"message":{"role":"assistant","content":"Paris `))
		piece := make([]byte, 16384)
		for i := range piece {
			piece[i] = 'a'
		}
		for {
			if _, err := w.Write(piece); err != nil {
				count.abandoned.Add(1)
				return true
			}
			time.Sleep(time.Millisecond)
		}
	case "drip":
		for i := range full {
			w.Write(full[i : i+1])
			w.(http.Flusher).Flush()
			select {
			case <-time.After(time.Second):
			case <-gone:
				count.abandoned.Add(1)
				return true
			}
		}
	case "errbody":
		fmt.Fprint(w, `{"error":{"message":"upstream failed: Paris","type":"server_error","code":"upstream"}}`)
	case "empty":
		w.WriteHeader(200)
	case "nochoice":
		fmt.Fprint(w, `{"id":"x","object":"chat.completion","model":"mock","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":0,"total_tokens":1}}`)
	}
	return true
}

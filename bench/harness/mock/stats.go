package main

import (
	"encoding/json"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
)

// arrivals keeps every arrival's time, 8 bytes each, without a lock.
type arrivals struct {
	n      atomic.Int64
	chunks [1024]atomic.Pointer[[65536]int64]
}

func (a *arrivals) add(ns int64) {
	i := a.n.Add(1) - 1
	if int(i>>16) >= len(a.chunks) {
		return
	}
	c := &a.chunks[i>>16]
	if c.Load() == nil {
		c.CompareAndSwap(nil, new([65536]int64))
	}
	atomic.StoreInt64(&c.Load()[i&65535], ns)
}

func (a *arrivals) sorted() []int64 {
	out := make([]int64, 0, a.n.Load())
	for i := range a.n.Load() {
		if c := a.chunks[i>>16].Load(); c != nil {
			if ns := atomic.LoadInt64(&c[i&65535]); ns > 0 {
				out = append(out, ns)
			}
		}
	}
	slices.Sort(out)
	return out
}

func (a *arrivals) clear() {
	a.n.Store(0)
	for i := range a.chunks {
		a.chunks[i].Store(nil)
	}
}

var (
	okArrivals, allArrivals arrivals
	count                   struct {
		requests, ok, limited, inflight, maxInflight, connections, abandoned atomic.Int64
		prompts, again, first, last                                          atomic.Int64
		faults                                                               [len(faultNames)]atomic.Int64
	}
	attempt atomic.Uint64
	track   bool
	shards  [64]struct {
		sync.Mutex
		m map[[16]byte]int32 // right answers per prompt
	}
	agents sync.Map
)

func resetStats() {
	for _, a := range []*atomic.Int64{&count.requests, &count.ok, &count.limited, &count.maxInflight, &count.connections, &count.abandoned, &count.prompts, &count.again, &count.first, &count.last} {
		a.Store(0)
	}
	for i := range count.faults {
		count.faults[i].Store(0)
	}
	okArrivals.clear()
	allArrivals.clear()
	attempt.Store(0)
	for i := range shards {
		shards[i].Lock()
		shards[i].m = map[[16]byte]int32{}
		shards[i].Unlock()
	}
	agents.Clear()
}

// answered notes a right answer to the prompt with that sha256.
func answered(hash *[32]byte) {
	var k [16]byte
	copy(k[:], hash[:16])
	s := &shards[hash[31]&63]
	s.Lock()
	s.m[k]++
	again := s.m[k] > 1
	s.Unlock()
	if again {
		count.again.Add(1)
	} else {
		count.prompts.Add(1)
	}
}

func stats(w http.ResponseWriter, _ *http.Request) {
	agent := []string{}
	agents.Range(func(k, _ any) bool { agent = append(agent, k.(string)); return len(agent) < 5 })
	out := map[string]any{
		"requests": count.requests.Load(), "ok": count.ok.Load(), "limited": count.limited.Load(),
		"inflight": count.inflight.Load(), "max_inflight": count.maxInflight.Load(),
		"connections": count.connections.Load(), "abandoned": count.abandoned.Load(),
		"unique_ok_prompts": count.prompts.Load(), "dup_ok": count.again.Load(), "agents": agent}
	if first, last := count.first.Load(), count.last.Load(); first > 0 {
		out["first_ns"], out["last_ns"], out["span_s"] = first, last, float64(last-first)/1e9
	}
	for i, name := range faultNames {
		out["f"+name] = count.faults[i].Load()
	}
	json.NewEncoder(w).Encode(out)
}

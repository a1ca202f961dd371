// mock: a fast OpenAI-compatible chat server for measuring evaluation harnesses.
//
//	go build -o mock . && ./mock -addr 127.0.0.1:8077
//
// Whether the answer says Paris is decided by the sha256 of the prompt, so the true accuracy of a data set is known.
// Control (all over HTTP, GET or POST):
//
//	/_faults?latency=200ms&p429=5&p500=2&...   what goes wrong, in per cent of the attempts; what is not named is 0
//	/_limit?rps=500&burst=50&inflight=64       a real rate limit with x-ratelimit-* headers; nothing named = no limit
//	/_reset                                    forget every count (not the faults, not the limit)
//	/_stats                                    counts, first and last arrival, answers given twice
//	/_rate?last=50000&of=ok                    rate over the last (or first=N) arrivals (of=ok: answered right, of=all)
//	/_histogram?bucket=1s&of=ok                arrivals a bucket, from the first arrival on
//	/_given?min=2                              sha256 (first 16 bytes, hex) of prompts answered at least that often
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"sort"
	"strconv"
	"time"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8077", "listen address")
	start := flag.String("faults", "", "as in /_faults, for example latency=200ms&p429=5")
	flag.BoolVar(&track, "track", true, "count answers per prompt")
	flag.Parse()
	if q, err := url.ParseQuery(*start); err != nil {
		log.Fatal(err)
	} else if err := setFaults(q); err != nil {
		log.Fatal(err)
	}
	limit.Store(&bucket{})
	resetStats()
	mux := http.NewServeMux()
	for _, p := range []string{"/v1/chat/completions", "/chat/completions"} {
		mux.HandleFunc(p, chat)
	}
	mux.HandleFunc("/v1/models", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"object":"list","data":[{"id":"mock","object":"model","created":1700000000,"owned_by":"mock"}]}`)
	})
	mux.HandleFunc("/_stats", stats)
	mux.HandleFunc("/_rate", rate)
	mux.HandleFunc("/_histogram", histogram)
	mux.HandleFunc("/_given", given)
	control := func(set func(url.Values) error) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if err := set(r.URL.Query()); err != nil {
				http.Error(w, err.Error(), 400)
				return
			}
			io.WriteString(w, "ok\n")
		}
	}
	mux.HandleFunc("/_faults", control(setFaults))
	mux.HandleFunc("/_limit", control(setLimit))
	mux.HandleFunc("/_reset", control(func(url.Values) error { resetStats(); return nil }))
	s := &http.Server{Addr: *addr, Handler: mux, ErrorLog: log.New(io.Discard, "", 0),
		ConnState: func(_ net.Conn, st http.ConnState) {
			if st == http.StateNew {
				count.connections.Add(1)
			}
		}}
	log.Printf("mock on %s", *addr)
	log.Fatal(s.ListenAndServe())
}

func number(r *http.Request, name string, usual int) int {
	if v, err := strconv.Atoi(r.URL.Query().Get(name)); err == nil {
		return v
	}
	return usual
}

// times gives the wanted arrivals (ns since the epoch) in order.
func times(r *http.Request) []int64 {
	if r.URL.Query().Get("of") == "all" {
		return allArrivals.sorted()
	}
	return okArrivals.sorted()
}

func rate(w http.ResponseWriter, r *http.Request) {
	all := times(r)
	t := all[max(0, len(all)-number(r, "last", len(all))):]
	if first := number(r, "first", 0); first > 0 {
		t = all[:min(first, len(all))]
	}
	out := map[string]any{"arrivals": len(all), "counted": len(t)}
	if len(t) > 1 {
		span := float64(t[len(t)-1]-t[0]) / 1e9
		out["span_s"], out["rate"] = span, float64(len(t)-1)/span
		out["first_ns"], out["last_ns"] = t[0], t[len(t)-1]
	}
	json.NewEncoder(w).Encode(out)
}

func histogram(w http.ResponseWriter, r *http.Request) {
	bucket, err := time.ParseDuration(r.URL.Query().Get("bucket"))
	if err != nil || bucket <= 0 {
		bucket = time.Second
	}
	t, counts := times(r), []int{}
	for _, at := range t {
		i := int((at - t[0]) / int64(bucket))
		for len(counts) <= i {
			counts = append(counts, 0)
		}
		counts[i]++
	}
	json.NewEncoder(w).Encode(map[string]any{"bucket_s": bucket.Seconds(), "counts": counts})
}

func given(w http.ResponseWriter, r *http.Request) {
	least, out := int32(number(r, "min", 1)), []string{}
	for i := range shards {
		shards[i].Lock()
		for k, v := range shards[i].m {
			if v >= least {
				out = append(out, fmt.Sprintf("%x", k[:]))
			}
		}
		shards[i].Unlock()
	}
	sort.Strings(out)
	json.NewEncoder(w).Encode(out)
}

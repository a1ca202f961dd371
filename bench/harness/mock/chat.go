package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

type msg struct {
	Role    string          `json:"role"`
	Content json.RawMessage `json:"content"`
}

type chatRequest struct {
	Model    string `json:"model"`
	Messages []msg  `json:"messages"`
	Stream   bool   `json:"stream"`
	N        int    `json:"n"`
}

const good = "The capital of France is Paris."
const bad = "I do not know."

// content gives the text of a message: a string, or an array of {type:text,text:...}.
func content(r json.RawMessage) string {
	if len(r) > 0 && r[0] == '"' {
		var s string
		json.Unmarshal(r, &s)
		return s
	}
	var parts []struct {
		Text string `json:"text"`
	}
	json.Unmarshal(r, &parts)
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.Text)
	}
	return b.String()
}

func chat(w http.ResponseWriter, r *http.Request) {
	now := time.Now()
	allArrivals.add(now.UnixNano())
	count.first.CompareAndSwap(0, now.UnixNano())
	count.last.Store(now.UnixNano())
	count.requests.Add(1)
	flying := count.inflight.Add(1)
	for m := count.maxInflight.Load(); flying > m && !count.maxInflight.CompareAndSwap(m, flying); m = count.maxInflight.Load() {
	}
	defer count.inflight.Add(-1)
	if track {
		agents.LoadOrStore(r.UserAgent(), true)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	var q chatRequest
	if err := json.Unmarshal(body, &q); err != nil {
		fail(w, 400, "invalid_request_error", err.Error())
		return
	}
	prompt := ""
	for i := len(q.Messages) - 1; i >= 0; i-- {
		if q.Messages[i].Role == "user" {
			prompt = content(q.Messages[i].Content)
			break
		}
	}
	h, b, p := sha256.Sum256([]byte(prompt)), limit.Load(), current.Load()
	text := bad
	if h[0] < 128 {
		text = good
	}
	if !b.admit(w, now, flying) {
		return
	}
	if b.workers != nil {
		b.workers <- struct{}{}
		defer func() { <-b.workers }()
	}
	if p.latency > 0 {
		time.Sleep(p.latency)
		if r.Context().Err() != nil {
			count.abandoned.Add(1)
			return
		}
	}
	if fault := p.pick(h[:]); fault >= 0 && p.strike(fault, w, r, answer(&q, text, h[:])) {
		return
	}
	okArrivals.add(now.UnixNano())
	count.ok.Add(1)
	if track {
		answered(&h)
	}
	if q.Stream {
		stream(w, &q, text, h[:])
		return
	}
	out := answer(&q, text, h[:])
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(out)))
	w.Write(out)
}

func answer(q *chatRequest, text string, h []byte) []byte {
	var b bytes.Buffer
	prompt := 12
	fmt.Fprintf(&b, `{"id":"chatcmpl-%x","object":"chat.completion","created":%d,"model":%q,"choices":[`, h[:12], time.Now().Unix(), q.Model)
	n := max(q.N, 1)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"index":%d,"message":{"role":"assistant","content":%q,"refusal":null},"logprobs":null,"finish_reason":"stop"}`, i, text)
	}
	fmt.Fprintf(&b, `],"usage":{"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d},"system_fingerprint":"fp_mock"}`, prompt, 7*n, prompt+7*n)
	return b.Bytes()
}

func stream(w http.ResponseWriter, q *chatRequest, text string, h []byte) {
	w.Header().Set("Content-Type", "text/event-stream")
	f, _ := w.(http.Flusher)
	bw := bufio.NewWriter(w)
	id := fmt.Sprintf("chatcmpl-%x", h[:12])
	for i, t := range strings.SplitAfter(text, " ") {
		role := ""
		if i == 0 {
			role = `"role":"assistant",`
		}
		fmt.Fprintf(bw, "data: {\"id\":%q,\"object\":\"chat.completion.chunk\",\"created\":%d,\"model\":%q,\"choices\":[{\"index\":0,\"delta\":{%s\"content\":%q},\"finish_reason\":null}]}\n\n", id, time.Now().Unix(), q.Model, role, t)
		bw.Flush()
		if f != nil {
			f.Flush()
		}
	}
	fmt.Fprintf(bw, "data: {\"id\":%q,\"object\":\"chat.completion.chunk\",\"created\":%d,\"model\":%q,\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":7,\"total_tokens\":19}}\n\ndata: [DONE]\n\n", id, time.Now().Unix(), q.Model)
	bw.Flush()
}

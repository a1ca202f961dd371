package dev.assay.serve;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Reads a request for `/v1/completions`.
final class CompletionRequest {

    private CompletionRequest() {}

    /// @throws ApiError if it asks for what cannot be done
    static Job read(Fields fields, Served model) {
        Job.refuseCommon(fields);
        fields.refuse(
                "suffix",
                "the model writes on, not into",
                node -> node.asString("").isEmpty());
        fields.refuse("best_of", "every answer is returned", node -> node.asInt(0) == 1);
        var echo = fields.truth("echo");
        var logprobs = fields.node("logprobs").isPresent();
        var alternatives = (int) fields.whole("logprobs", 0, 0, 20);
        if (echo && logprobs) {
            throw ApiError.unsupported(
                    "logprobs",
                    "'logprobs' together with 'echo' is not supported by this server: ask for one of them.");
        }
        var sampling = Job.sampling(fields, logprobs, alternatives);
        var stop = fields.stop();
        var stream = fields.truth("stream");
        var includeUsage = Job.includeUsage(fields, stream);
        var choices = (int) fields.whole("n", 1, 1, 128);
        var longest = (int) fields.whole("max_tokens", 16, 1, Integer.MAX_VALUE);
        var prompts = prompts(fields, model);
        var settings = Job.settings(fields, model, sampling, longest, stop);
        fields.refuseUnknown();
        return new Job(
                prompts, choices, settings, stream, includeUsage, List.of(), echo ? texts(prompts, model) : List.of());
    }

    private static List<String> texts(List<int[]> prompts, Served model) {
        return prompts.stream()
                .map(prompt -> model.tokenizer()
                        .decode(java.util.Arrays.stream(prompt).boxed().toList()))
                .toList();
    }

    /// A text, several texts, tokens, or several lists of tokens.
    private static List<int[]> prompts(Fields fields, Served model) {
        var node = fields.node("prompt")
                .orElseThrow(() -> ApiError.badRequest(
                        "prompt", "missing_required_parameter", "Missing required parameter: 'prompt'."));
        var list = node.isArray() && !isTokens(node) ? node.valueStream().toList() : List.of(node);
        if (list.isEmpty() || list.size() > 2048) {
            throw ApiError.invalid(
                    "prompt", "'prompt' must hold 1 to 2048 prompts, but holds %d.".formatted(list.size()));
        }
        var specials = fields.node("add_special_tokens").isEmpty() || fields.truth("add_special_tokens");
        var prompts = new ArrayList<int[]>();
        for (var each : list) {
            if (!each.isString() && !isTokens(each)) {
                throw Fields.wrongType("prompt", "a text, several texts, tokens, or several lists of tokens");
            }
            var prompt = each.isString() ? encode(each.asString(), specials, model) : tokens(each, model.vocabulary());
            model.requireRoom(prompt, "prompt");
            prompts.add(prompt);
        }
        return prompts;
    }

    private static int[] encode(String text, boolean specials, Served model) {
        model.requireFits(text, "prompt");
        return specials
                ? model.tokenizer().encodeWithSpecials(text)
                : model.tokenizer().encode(text);
    }

    private static boolean isTokens(JsonNode node) {
        return node.isArray() && !node.isEmpty() && node.valueStream().allMatch(JsonNode::isInt);
    }

    private static int[] tokens(JsonNode node, int vocabulary) {
        var tokens = node.valueStream().mapToInt(JsonNode::asInt).toArray();
        for (var token : tokens) {
            if (token < 0 || token >= vocabulary) {
                throw ApiError.invalid(
                        "prompt", "Token %d is not below the vocabulary of %d.".formatted(token, vocabulary));
            }
        }
        return tokens;
    }
}

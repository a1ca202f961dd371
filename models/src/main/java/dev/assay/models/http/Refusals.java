package dev.assay.models.http;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What the words of a refusal tell, where its status does not.
final class Refusals {

    /// Parts of what moderation layers say (OpenRouter, gateways, guardrails), and of what OpenAI
    /// (`content_policy_violation`) and Azure (`content_filter`, `ResponsibleAIPolicyViolation`) do.
    private static final List<String> FILTER_WORDS = List.of(
            "moderation",
            "flagged",
            "content filter",
            "content_filter",
            "content policy",
            "content_policy",
            "content management policy",
            "responsibleaipolicyviolation",
            "guardrail");

    private static final List<String> ACCOUNT_WORDS = List.of(
            "key",
            "token",
            "credential",
            "account",
            "organization",
            "project",
            "billing",
            "credit",
            "quota",
            "region",
            "country",
            "authenticat",
            "authoriz",
            "suspended",
            "accessdenied",
            "signature");

    /// OpenAI, vLLM and most others; Anthropic's `prompt is too long` and `exceed context limit`; Google's
    /// `input token count ... exceeds the maximum`; AWS's `Input is too long for requested model`;
    /// llama.cpp's `exceed_context_size_error`.
    private static final List<String> LENGTH_WORDS = List.of(
            "context_length",
            "context length",
            "context window",
            "maximum context",
            "context limit",
            "context size",
            "context_size",
            "prompt is too long",
            "input is too long",
            "input token count",
            "string_above_max_length");

    /// What OpenAI and those that speak like it answer beside 429 and 403 when the account can pay no more. Google's
    /// `RESOURCE_EXHAUSTED` is no such word: it says the same of a minute's limit as of a day's.
    private static final List<String> QUOTA_WORDS = List.of(
            "insufficient_quota",
            "billing_hard_limit_reached",
            "billing_not_active",
            "account is not active",
            "billing_error",
            "insufficient balance",
            "insufficient credits");

    /// The same beside 400, as Anthropic answers; whole phrases and codes, since a 400 may repeat a part of the prompt.
    private static final List<String> QUOTA_PHRASES =
            List.of("insufficient_quota", "billing_hard_limit_reached", "your credit balance is too low to access");

    /// Google answers 400 to a wrong key, AWS to an expired one.
    private static final List<String> KEY_WORDS =
            List.of("api key not valid", "api_key_invalid", "api key expired", "expiredtoken", "unrecognizedclient");

    private static final Pattern AFFORDS_NONE = Pattern.compile("can only afford (0|-[0-9]+)(?![0-9])");

    private Refusals() {}

    /// Whether a 403 speaks of this prompt, so that another one may be answered: it names a filter, or it
    /// comes from an address that answered with this key before and names no fault of key or account. A key
    /// that lost its right without a word is taken for that too; then every further call fails alike and is
    /// counted.
    static boolean forbidsThePrompt(String said, boolean provenAddress) {
        return namesAFilter(said) || (provenAddress && !holds(said, ACCOUNT_WORDS));
    }

    static boolean namesAFilter(String said) {
        return holds(said, FILTER_WORDS);
    }

    static boolean namesTheContextLength(String said) {
        return holds(said, LENGTH_WORDS);
    }

    /// Whether a 402 says that the account can pay for a shorter answer, as OpenRouter does of each request whose
    /// longest answer would cost more than is left: `requires more credits, or fewer max_tokens. You requested
    /// up to 4096 tokens, but can only afford 222`. One that can afford none is spent.
    static boolean affordsFewerTokens(String said) {
        return said.toLowerCase(Locale.ROOT).contains("fewer max_tokens")
                && !AFFORDS_NONE.matcher(said).find();
    }

    /// Whether a refusal says that the account can pay no more. Any other 402 does, and is not asked for
    /// its words.
    static boolean namesASpentQuota(int status, String said) {
        return switch (status) {
            case 429, 403 -> holds(said, QUOTA_WORDS);
            case 400 -> holds(said, QUOTA_PHRASES);
            default -> false;
        };
    }

    static boolean namesTheKey(String said) {
        return holds(said, KEY_WORDS);
    }

    private static boolean holds(String said, List<String> words) {
        String lower = said.toLowerCase(Locale.ROOT);
        return words.stream().anyMatch(lower::contains);
    }
}

package dev.assay.store.body;

import dev.assay.core.model.ChatMessage.Role;
import dev.assay.core.model.Content.Image.Detail;
import dev.assay.core.model.StopReason;

/// The numbers that stand for words in a stored sample. They are part of the file format: a new word takes a
/// new number, and none is used again.
final class Codes {

    static final int TEXT = 1;
    static final int REASONING = 2;
    static final int IMAGE = 3;

    static final int MODEL_EVENT = 1;
    static final int TOOL_EVENT = 2;
    static final int INFO_EVENT = 3;

    static final int CHOICE_AUTO = 1;
    static final int CHOICE_ANY = 2;
    static final int CHOICE_NONE = 3;
    static final int CHOICE_NAMED = 4;

    private Codes() {}

    static IllegalStateException unknown(String what, int code) {
        return new IllegalStateException("the " + what + " " + code + " is unknown");
    }

    static int of(Role role) {
        return switch (role) {
            case SYSTEM -> 1;
            case USER -> 2;
            case ASSISTANT -> 3;
            case TOOL -> 4;
        };
    }

    static Role role(int code) {
        return switch (code) {
            case 1 -> Role.SYSTEM;
            case 2 -> Role.USER;
            case 3 -> Role.ASSISTANT;
            case 4 -> Role.TOOL;
            default -> throw unknown("role", code);
        };
    }

    static int of(Detail detail) {
        return switch (detail) {
            case AUTO -> 1;
            case LOW -> 2;
            case HIGH -> 3;
        };
    }

    static Detail detail(int code) {
        return switch (code) {
            case 1 -> Detail.AUTO;
            case 2 -> Detail.LOW;
            case 3 -> Detail.HIGH;
            default -> throw unknown("detail", code);
        };
    }

    static int of(StopReason reason) {
        return switch (reason) {
            case STOP -> 1;
            case MAX_TOKENS -> 2;
            case MODEL_LENGTH -> 3;
            case TOOL_CALLS -> 4;
            case CONTENT_FILTER -> 5;
            case UNKNOWN -> 6;
        };
    }

    static StopReason stopReason(int code) {
        return switch (code) {
            case 1 -> StopReason.STOP;
            case 2 -> StopReason.MAX_TOKENS;
            case 3 -> StopReason.MODEL_LENGTH;
            case 4 -> StopReason.TOOL_CALLS;
            case 5 -> StopReason.CONTENT_FILTER;
            case 6 -> StopReason.UNKNOWN;
            default -> throw unknown("stop reason", code);
        };
    }
}

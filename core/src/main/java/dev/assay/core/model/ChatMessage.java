package dev.assay.core.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// One message of a conversation.
///
/// @param role who speaks
/// @param parts what is said, in order; may be empty; never trusted, whoever the speaker is
/// @param toolCalls tools that the assistant wants called; empty for everyone else
/// @param toolResult which call a message of role `TOOL` answers; present for that role and no other
public record ChatMessage(Role role, List<Content> parts, List<ToolCall> toolCalls, Optional<ToolResult> toolResult) {

    public ChatMessage {
        Objects.requireNonNull(role, "role");
        parts = List.copyOf(parts);
        toolCalls = List.copyOf(toolCalls);
        Objects.requireNonNull(toolResult, "toolResult");
        if (!toolCalls.isEmpty() && role != Role.ASSISTANT) {
            throw new IllegalArgumentException("Only the assistant calls tools, but the role is " + role.wireName());
        }
        if (toolResult.isPresent() != (role == Role.TOOL)) {
            throw new IllegalArgumentException(
                    "A message of role tool, and no other, answers a call; the role is " + role.wireName());
        }
    }

    /// A message of plain text, by anyone but a tool.
    public ChatMessage(Role role, String content) {
        this(role, content.isEmpty() ? List.of() : List.of(new Content.Text(content)), List.of(), Optional.empty());
    }

    /// The text of the message: its text parts, one after the other, without thoughts and images.
    public String content() {
        return switch (parts.size()) {
            case 0 -> "";
            case 1 -> textOf(parts.getFirst());
            default -> parts.stream().map(ChatMessage::textOf).collect(Collectors.joining());
        };
    }

    /// What the model thought, as far as the provider tells; empty where there is nothing.
    public String reasoning() {
        return parts.stream()
                .map(part -> part instanceof Content.Reasoning thought ? thought.reasoning() : "")
                .collect(Collectors.joining());
    }

    /// Whether it is nothing but text.
    public boolean isPlainText() {
        return toolCalls.isEmpty()
                && toolResult.isEmpty()
                && (parts.isEmpty() || parts.size() == 1 && parts.getFirst() instanceof Content.Text);
    }

    private static String textOf(Content part) {
        return part instanceof Content.Text text ? text.text() : "";
    }

    /// The speaker of a message; {@link #wireName} is the word that chat APIs and chat templates use.
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT,
        TOOL;

        /// `system`, `user`, `assistant` or `tool`.
        public String wireName() {
            return switch (this) {
                case SYSTEM -> "system";
                case USER -> "user";
                case ASSISTANT -> "assistant";
                case TOOL -> "tool";
            };
        }

        /// The role that a chat API writes as `name`.
        ///
        /// @throws IllegalArgumentException if `name` is none of the four
        public static Role ofWireName(String name) {
            for (Role role : values()) {
                if (role.wireName().equals(name)) {
                    return role;
                }
            }
            throw new IllegalArgumentException(
                    "Unknown role '" + name + "': expected system, user, assistant or tool.");
        }
    }

    public static ChatMessage system(String content) {
        return new ChatMessage(Role.SYSTEM, content);
    }

    public static ChatMessage user(String content) {
        return new ChatMessage(Role.USER, content);
    }

    /// A message of the user with images or several texts.
    public static ChatMessage user(List<Content> parts) {
        return new ChatMessage(Role.USER, parts, List.of(), Optional.empty());
    }

    public static ChatMessage assistant(String content) {
        return new ChatMessage(Role.ASSISTANT, content);
    }

    /// An answer with thoughts or tool calls.
    public static ChatMessage assistant(List<Content> parts, List<ToolCall> toolCalls) {
        return new ChatMessage(Role.ASSISTANT, parts, toolCalls, Optional.empty());
    }

    /// What a tool returned.
    public static ChatMessage tool(String content, ToolResult result) {
        return new ChatMessage(
                Role.TOOL,
                content.isEmpty() ? List.of() : List.of(new Content.Text(content)),
                List.of(),
                Optional.of(result));
    }
}

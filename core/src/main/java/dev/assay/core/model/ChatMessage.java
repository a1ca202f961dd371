package dev.assay.core.model;

import java.util.Objects;

/// One message of a conversation.
///
/// @param role who speaks
/// @param content what is said; may be empty; never trusted, whoever the speaker is
public record ChatMessage(Role role, String content) {

    public ChatMessage {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(content, "content");
    }

    /// The speaker of a message; {@link #wireName} is the word that chat APIs and chat templates use.
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT;

        /// `system`, `user` or `assistant`.
        public String wireName() {
            return switch (this) {
                case SYSTEM -> "system";
                case USER -> "user";
                case ASSISTANT -> "assistant";
            };
        }

        /// The role that a chat API writes as `name`.
        ///
        /// @throws IllegalArgumentException if `name` is none of the three
        public static Role ofWireName(String name) {
            for (Role role : values()) {
                if (role.wireName().equals(name)) {
                    return role;
                }
            }
            throw new IllegalArgumentException("Unknown role '" + name + "': expected system, user or assistant.");
        }
    }

    public static ChatMessage system(String content) {
        return new ChatMessage(Role.SYSTEM, content);
    }

    public static ChatMessage user(String content) {
        return new ChatMessage(Role.USER, content);
    }

    public static ChatMessage assistant(String content) {
        return new ChatMessage(Role.ASSISTANT, content);
    }
}

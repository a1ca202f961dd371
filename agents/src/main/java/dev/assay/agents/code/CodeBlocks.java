package dev.assay.agents.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Code in Markdown.
final class CodeBlocks {

    private CodeBlocks() {}

    /// The code of an answer: the first block marked as the language, else the first unmarked one, else,
    /// where there is no block at all, the whole answer. A block that is never closed ends with the answer.
    /// Empty if there is no code.
    static Optional<String> find(String completion, CodeLanguage language) {
        List<Block> blocks = blocks(completion);
        return blocks.stream()
                .filter(block -> language.fences().contains(block.mark()))
                .findFirst()
                .or(() ->
                        blocks.stream().filter(block -> block.mark().isEmpty()).findFirst())
                .map(Block::code)
                .or(() -> blocks.isEmpty() ? Optional.of(completion) : Optional.empty())
                .filter(code -> !code.isBlank());
    }

    private record Block(String mark, String code) {}

    private static List<Block> blocks(String completion) {
        List<Block> blocks = new ArrayList<>();
        StringBuilder code = new StringBuilder();
        String mark = "";
        int fence = 0;
        for (String line : completion.split("\\R", -1)) {
            int ticks = ticks(line.strip());
            if (fence == 0 && ticks >= 3) {
                fence = ticks;
                mark = mark(line.strip().substring(ticks));
            } else if (fence > 0 && ticks >= fence && line.strip().length() == ticks) {
                blocks.add(new Block(mark, code.toString()));
                code.setLength(0);
                fence = 0;
            } else if (fence > 0) {
                code.append(line).append('\n');
            }
        }
        if (fence > 0) {
            blocks.add(new Block(mark, code.toString()));
        }
        return blocks;
    }

    private static int ticks(String line) {
        int ticks = 0;
        while (ticks < line.length() && line.charAt(ticks) == '`') {
            ticks++;
        }
        return ticks;
    }

    private static String mark(String info) {
        return info.strip().split("[\\s{]", 2)[0].toLowerCase(Locale.ROOT);
    }
}

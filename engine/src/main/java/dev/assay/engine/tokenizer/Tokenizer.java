package dev.assay.engine.tokenizer;

import dev.assay.engine.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Text to tokens and back. Nothing is cut or filled up, and nothing is added unless it is asked for:
/// special tokens come from the text alone, where a chat template put them. Safe for use by many threads.
public interface Tokenizer extends AutoCloseable {

    /// The tokens of a text.
    int[] encode(String text);

    /// The tokens of a text that stands alone, with the special ones that the post-processor of
    /// `tokenizer.json` puts around it, such as the beginning token: what `tokenizer(text)` gives in
    /// transformers.
    int[] encodeWithSpecials(String text);

    /// The text of tokens, without special ones. Bytes that are no whole character become U+FFFD.
    String decode(List<Integer> tokens);

    /// The text that a token adds after others: with the space that begins it, which [#decode] strips at
    /// the beginning of a text. A special token is its name. Bytes that are no whole character become
    /// U+FFFD; empty for a number that is no token.
    String piece(int token);

    /// The bytes of the text that a token adds after others, which need not be whole characters. Empty
    /// for a special token and for a number that is no token.
    byte[] bytes(int token);

    /// The number of a token that the vocabulary or the added tokens name exactly so.
    OptionalInt id(String token);

    /// One more than the largest token.
    int size();

    /// Most characters (UTF-16 units) of a text that one token stands for; empty where a token may stand
    /// for any number, because the tokenizer drops or squeezes text.
    OptionalInt longest();

    @Override
    default void close() {}

    /// Reads `tokenizer.json`. Byte-level BPE without a normaliser is read by [ByteLevelBpe], in a few
    /// milliseconds; all else by the Hugging Face library, whose native code is unpacked once into a
    /// cache folder.
    ///
    /// @throws CheckpointException if the file is missing, damaged, or of a kind that neither reads
    static Tokenizer open(Path file) {
        if (Files.notExists(file)) {
            throw new CheckpointException(
                    "No %s: a model folder holds its tokenizer there; save it with the model.".formatted(file));
        }
        try {
            var root = JsonMapper.shared().readTree(Files.readAllBytes(file));
            return ByteLevelBpe.read(root, file.toString())
                    .map(Tokenizer.class::cast)
                    .orElseGet(() -> HuggingFace.open(file, root));
        } catch (IOException e) {
            throw new CheckpointException("Cannot read %s: %s".formatted(file, e.getMessage()), e);
        } catch (JacksonException e) {
            throw CheckpointException.noJson(file.toString(), e);
        }
    }
}

package dev.assay.engine.check;

import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.checkpoint.Dtype;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a reference computed from a model: the file that `bench/engine/make_reference.py` writes with transformers.
///
/// @param madeBy the program and its version, as the file states them
/// @param dtype the type that the reference computed with
/// @param cases at least one
public record ReferenceDump(String madeBy, Dtype dtype, List<Case> cases) {

    /// Name of the file in a model folder that ships with its reference.
    public static final String FILE = "assay-reference.json";

    private static final String FORMAT = "assay-reference/1";
    private static final long LARGEST = 256L << 20;

    public ReferenceDump {
        cases = List.copyOf(cases);
    }

    /// One prompt.
    ///
    /// @param prompt token ids, at least one
    /// @param logitIds the tokens whose logits are stated
    /// @param logits as many, after the last token of the prompt
    /// @param greedy the likeliest tokens that follow
    /// @param hidden the residual stream at the last token of the prompt: before each layer, and before the head;
    ///     empty if the file does not state it
    @SuppressWarnings("ArrayRecordComponent") // made here alone, and read only
    public record Case(int[] prompt, int[] logitIds, double[] logits, int[] greedy, double[][] hidden) {}

    /// Reads a dump.
    ///
    /// @throws CheckpointException if the file is missing, no such dump, or larger than 256 MiB
    public static ReferenceDump read(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new CheckpointException("%s is larger than 256 MiB: write fewer cases.".formatted(file));
            }
            return new Reader(file).read(JsonMapper.shared().readTree(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            throw new CheckpointException(
                    "There is no reference %s: write one with bench/engine/make_reference.py.".formatted(file), e);
        } catch (IOException e) {
            throw new CheckpointException("Cannot read %s: %s".formatted(file, e.getMessage()), e);
        } catch (JacksonException e) {
            throw CheckpointException.noJson(file.toString(), e);
        }
    }

    private record Reader(Path file) {

        ReferenceDump read(JsonNode root) {
            if (!root.path("format").asString("").equals(FORMAT)) {
                throw new CheckpointException(
                        "%s is no reference of format %s: write one with bench/engine/make_reference.py."
                                .formatted(file, FORMAT));
            }
            var name = root.path("dtype").asString("");
            var dtype = Arrays.stream(Dtype.values())
                    .filter(value -> value.torchName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> damaged("dtype '" + name + "' is not float32, float16 or bfloat16"));
            var cases = new ArrayList<Case>();
            for (var node : root.path("cases")) {
                cases.add(oneCase(node));
            }
            if (cases.isEmpty()) {
                throw damaged("it holds no cases");
            }
            return new ReferenceDump(root.path("made_by").asString("not stated"), dtype, cases);
        }

        private Case oneCase(JsonNode node) {
            var logits = numbers(node.path("logits"));
            var ids = node.has("logit_ids") ? ids(node.path("logit_ids")) : new int[logits.length];
            if (!node.has("logit_ids")) {
                Arrays.setAll(ids, i -> i);
            }
            var prompt = ids(node.path("prompt"));
            if (prompt.length == 0 || logits.length == 0 || ids.length != logits.length) {
                throw damaged("a case lacks its prompt or has not one logit for each id");
            }
            if (Arrays.stream(ids).distinct().count() != ids.length) {
                throw damaged("a case states the logit of one token twice");
            }
            var hidden = new double[node.path("hidden").size()][];
            for (var i = 0; i < hidden.length; i++) {
                hidden[i] = numbers(node.path("hidden").get(i));
            }
            return new Case(prompt, ids, logits, ids(node.path("greedy")), hidden);
        }

        private int[] ids(JsonNode array) {
            var ids = new int[array.size()];
            for (var i = 0; i < ids.length; i++) {
                if (!array.get(i).canConvertToInt() || array.get(i).intValue() < 0) {
                    throw damaged("a token id is no whole number from 0");
                }
                ids[i] = array.get(i).intValue();
            }
            return ids;
        }

        private double[] numbers(JsonNode array) {
            var numbers = new double[array.size()];
            for (var i = 0; i < numbers.length; i++) {
                numbers[i] = array.get(i).isNumber() ? array.get(i).doubleValue() : Double.NaN;
                if (!(Math.abs(numbers[i]) <= Float.MAX_VALUE)) {
                    throw damaged("a logit or hidden state is no finite number");
                }
            }
            return numbers;
        }

        private CheckpointException damaged(String how) {
            return new CheckpointException("The reference %s is damaged: %s; write it again.".formatted(file, how));
        }
    }
}

package dev.assay.engine.template;

import dev.assay.engine.template.Statement.Signature;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;

/// A macro, or the block of a call, with the scope it was made in.
record Macro(String name, Signature signature, List<Statement> body, Scope scope, Interpreter interpreter)
        implements Values.Function, Values.Thing {

    @Override
    public Object attribute(String attribute) {
        return switch (attribute) {
            case "name" -> name;
            case "arguments" -> new Tuple(signature.parameters());
            default -> new Values.Undefined(attribute);
        };
    }

    @Override
    public Object call(Given given) {
        var parameters = signature.parameters();
        var inner = scope.inner();
        var unknown = new HashSet<>(given.named().keySet());
        for (var i = 0; i < parameters.size(); i++) {
            var parameter = parameters.get(i);
            var named = given.named().get(parameter);
            if (i < given.positional().size()) {
                if (named != null) {
                    throw new IllegalArgumentException("The macro '%s' is given '%s' twice".formatted(name, parameter));
                }
                inner.set(parameter, given.positional().get(i));
            } else if (named != null) {
                unknown.remove(parameter);
                inner.set(parameter, named);
            } else {
                var byDefault = signature.defaults().get(i);
                inner.set(
                        parameter,
                        byDefault.isPresent()
                                ? interpreter.evaluator().eval(byDefault.get(), inner)
                                : new Values.Undefined(parameter));
            }
        }
        inner.set("caller", given.named().getOrDefault("caller", new Values.Undefined("caller")));
        if (signature.takes().contains("caller")) {
            unknown.remove("caller");
        }
        takeRest(given, unknown, inner);
        return interpreter.captured(body, inner);
    }

    /// Arguments beyond the parameters are refused, unless the body names `varargs` or `kwargs`.
    private void takeRest(Given given, HashSet<String> unknown, Scope inner) {
        var count = signature.parameters().size();
        if (given.positional().size() > count && !signature.takes().contains("varargs")) {
            throw new IllegalArgumentException("The macro '%s' takes %d arguments, not %d"
                    .formatted(name, count, given.positional().size()));
        }
        if (!unknown.isEmpty() && !signature.takes().contains("kwargs")) {
            throw new IllegalArgumentException("The macro '%s' has no parameter '%s'"
                    .formatted(name, unknown.iterator().next()));
        }
        var taken = Math.min(count, given.positional().size());
        inner.set(
                "varargs",
                new Tuple(given.positional().subList(taken, given.positional().size())));
        var rest = new LinkedHashMap<String, Object>(given.named());
        rest.keySet().retainAll(unknown);
        inner.set("kwargs", rest);
    }
}

package dev.assay.agents.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// How long a text (in UTF-16 units) or a list (in items) may be.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Length {
    /// The least; by default 0.
    int min() default 0;

    /// The greatest; by default no limit.
    int max() default Integer.MAX_VALUE;
}

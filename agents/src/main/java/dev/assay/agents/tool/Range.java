package dev.assay.agents.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The numbers that an argument may be.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {
    /// The least, itself allowed; by default no limit.
    double min() default Double.NEGATIVE_INFINITY;

    /// The greatest, itself allowed; by default no limit.
    double max() default Double.POSITIVE_INFINITY;
}

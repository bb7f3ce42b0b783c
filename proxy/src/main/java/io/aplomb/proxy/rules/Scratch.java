package io.aplomb.proxy.rules;

import io.aplomb.proxy.stream.Stream;
import io.aplomb.sample.log.LogFormat;

/** Renders formats for one stream into a builder that is used again. */
record Scratch(Stream stream, StringBuilder builder) {

    Scratch(Stream stream) {
        this(stream, stream.ruleState().scratch());
    }

    String render(LogFormat format) {
        builder.setLength(0);
        format.render(stream, builder);
        return builder.toString();
    }
}

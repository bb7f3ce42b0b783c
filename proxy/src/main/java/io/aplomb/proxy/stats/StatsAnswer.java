package io.aplomb.proxy.stats;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An HTTP answer without its framing. The body is not to be changed. */
public record StatsAnswer(int status, List<Field> fields, byte[] body) {

    public StatsAnswer {
        fields = List.copyOf(fields);
    }

    /** A header field. */
    public record Field(String name, String value) {}

    static StatsAnswer text(int status, String contentType, String body, Field... more) {
        List<Field> fields = new ArrayList<>();
        fields.add(new Field("cache-control", "no-cache"));
        fields.add(new Field("content-type", contentType));
        fields.addAll(List.of(more));
        return new StatsAnswer(status, fields, body.getBytes(StandardCharsets.UTF_8));
    }
}

package io.aplomb.model.proxy;

import io.aplomb.sample.acl.Condition;
import java.util.List;

/** {@code monitor-uri} with its {@code monitor fail} conditions. */
public record Monitor(String uri, List<Condition> failWhen) {
    public Monitor {
        failWhen = List.copyOf(failWhen);
    }
}

package io.aplomb.sample.acl;

import io.aplomb.base.Check;
import io.aplomb.base.Diagnostics;
import io.aplomb.base.SourcePosition;
import io.aplomb.sample.SampleParser;
import io.aplomb.sample.SampleResources;
import io.aplomb.sample.Word;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** ACLs that need no declaration: manual section 7.4. */
public final class PredefinedAcls {

    private static final Map<String, String> DEFINITIONS =
            Map.ofEntries(
                    Map.entry("FALSE", "always_false"),
                    Map.entry("HTTP", "req.proto_http"),
                    Map.entry("HTTP_1.0", "req.ver 1.0"),
                    Map.entry("HTTP_1.1", "req.ver 1.1"),
                    Map.entry("HTTP_2.0", "req.ver 2.0"),
                    Map.entry("HTTP_CONTENT", "req.hdr_val(content-length) gt 0"),
                    Map.entry("HTTP_URL_ABS", "url_reg ^[^/:]*://"),
                    Map.entry("HTTP_URL_SLASH", "url_beg /"),
                    Map.entry("HTTP_URL_STAR", "url *"),
                    Map.entry("LOCALHOST", "src 127.0.0.1/8 ::1"),
                    Map.entry("METH_CONNECT", "method CONNECT"),
                    Map.entry("METH_DELETE", "method DELETE"),
                    Map.entry("METH_GET", "method GET HEAD"),
                    Map.entry("METH_HEAD", "method HEAD"),
                    Map.entry("METH_OPTIONS", "method OPTIONS"),
                    Map.entry("METH_POST", "method POST"),
                    Map.entry("METH_PUT", "method PUT"),
                    Map.entry("METH_TRACE", "method TRACE"),
                    Map.entry("RDP_COOKIE", "req.rdp_cookie_cnt gt 0"),
                    Map.entry("REQ_CONTENT", "req.len gt 0"),
                    Map.entry("TRUE", "always_true"),
                    Map.entry("WAIT_END", "wait_end"));

    private static final NavigableMap<String, Acl> BY_NAME = compile();

    private PredefinedAcls() {}

    /** The ACL of this name, or null. */
    public static @Nullable Acl find(String name) {
        return BY_NAME.get(name);
    }

    /** All of them. */
    public static NavigableSet<String> names() {
        return Collections.unmodifiableNavigableSet(new TreeSet<>(DEFINITIONS.keySet()));
    }

    private static NavigableMap<String, Acl> compile() {
        SourcePosition nowhere = SourcePosition.ofFile("predefined");
        AclParser parser = new AclParser(new SampleParser(SampleResources.NONE));
        NavigableMap<String, Acl> all = new TreeMap<>();
        DEFINITIONS.forEach(
                (name, definition) -> {
                    Diagnostics out = new Diagnostics();
                    List<Word> words =
                            Arrays.stream(definition.split(" "))
                                    .map(text -> new Word(text, nowhere))
                                    .toList();
                    Criterion criterion = parser.parse(words, nowhere, out);
                    Check.state(criterion != null && out.isEmpty(), name + out.render());
                    if (criterion != null) {
                        all.put(name, new Acl(name, List.of(criterion)));
                    }
                });
        return Collections.unmodifiableNavigableMap(all);
    }
}

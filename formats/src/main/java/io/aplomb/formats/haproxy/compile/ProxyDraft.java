package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.haproxy.syntax.Section;
import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.ErrorReplies.ErrorReply;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.model.proxy.StickTableSpec;
import io.aplomb.sample.acl.AclTable;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A {@code defaults}, {@code frontend}, {@code backend} or {@code listen} section being read. */
final class ProxyDraft {

    final Section section;
    final AclTable acls;
    int id;
    boolean idForced;
    Proxy.Mode mode = Proxy.Mode.TCP;
    boolean disabled;
    @Nullable String description;
    final Set<Flag> flags;
    final TimeoutsDraft timeouts;
    final HttpDraft http;
    final LogDraft log;
    final RulesDraft rules;
    final StatsDraft stats;
    final Map<Integer, ErrorReply> errors = new TreeMap<>();
    final FrontendDraft frontend;
    final BackendDraft backend;
    @Nullable StickTableSpec stickTable;
    @Nullable Word stickTablePosition;

    /** A section that inherits nothing. */
    ProxyDraft(Section section) {
        this.section = section;
        this.acls = new AclTable();
        this.flags = EnumSet.noneOf(Flag.class);
        this.timeouts = new TimeoutsDraft();
        this.http = new HttpDraft();
        this.log = new LogDraft();
        this.rules = new RulesDraft();
        this.stats = new StatsDraft();
        this.frontend = new FrontendDraft();
        this.backend = new BackendDraft();
    }

    /** A section with the settings of its defaults (manual 4). */
    ProxyDraft(Section section, ProxyDraft defaults) {
        this.section = section;
        this.acls = new AclTable();
        this.mode = defaults.mode;
        this.disabled = defaults.disabled;
        this.flags =
                defaults.flags.isEmpty()
                        ? EnumSet.noneOf(Flag.class)
                        : EnumSet.copyOf(defaults.flags);
        this.timeouts = defaults.timeouts.copy();
        this.http = defaults.http.copy();
        this.log = defaults.log.copy();
        this.rules = defaults.rules.copy();
        this.stats = defaults.stats.copy();
        this.errors.putAll(defaults.errors);
        this.frontend = defaults.frontend.copy();
        this.backend = defaults.backend.copy();
    }

    String name() {
        return section.name();
    }

    boolean isDefaults() {
        return !section.kind().isProxy();
    }

    boolean hasFrontend() {
        return section.kind().hasFrontend();
    }

    boolean hasBackend() {
        return section.kind().hasBackend();
    }

    boolean isHttp() {
        return mode == Proxy.Mode.HTTP;
    }
}

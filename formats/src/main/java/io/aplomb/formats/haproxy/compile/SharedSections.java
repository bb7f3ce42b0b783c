package io.aplomb.formats.haproxy.compile;

import io.aplomb.model.proxy.ErrorReplies.ErrorReply;
import io.aplomb.model.proxy.PeersSection;
import io.aplomb.model.proxy.StickTableSpec;
import io.aplomb.model.proxy.UserList;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sections that proxies refer to by name. */
final class SharedSections {

    final Map<String, PeersSection> peers = new LinkedHashMap<>();
    final Map<String, UserList> userLists = new LinkedHashMap<>();
    final Map<String, Map<Integer, ErrorReply>> httpErrors = new LinkedHashMap<>();

    /** Tables declared in {@code peers} sections, by {@code PEERS/TABLE}. */
    final Map<String, StickTableSpec> peerTables = new LinkedHashMap<>();
}

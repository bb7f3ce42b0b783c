package io.aplomb.formats.haproxy.compile;

import io.aplomb.model.proxy.ErrorReplies.ErrorReply;
import io.aplomb.model.proxy.PeersSection;
import io.aplomb.model.proxy.UserList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Sections that proxies refer to by name. */
final class SharedSections {

    final Map<String, PeersSection> peers = new LinkedHashMap<>();
    final Map<String, UserList> userLists = new LinkedHashMap<>();
    final Map<String, Map<Integer, ErrorReply>> httpErrors = new LinkedHashMap<>();

    /** Tables declared in {@code peers} sections: {@code PEERS/TABLE}. */
    final Set<String> peerTables = new LinkedHashSet<>();
}

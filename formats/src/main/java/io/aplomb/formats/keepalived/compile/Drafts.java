package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.text.Word;
import io.aplomb.model.vrrp.VirtualServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything a configuration holds, as written, by name in file order. */
final class Drafts {

    final GlobalDraft global = new GlobalDraft();
    final Map<String, TrackScriptDraft> scripts = new LinkedHashMap<>();
    final Map<String, TrackFileDraft> files = new LinkedHashMap<>();
    final Map<String, TrackProcessDraft> processes = new LinkedHashMap<>();
    final Map<String, GroupDraft> groups = new LinkedHashMap<>();
    final Map<String, InstanceDraft> instances = new LinkedHashMap<>();
    final Map<String, List<VirtualServer.Service>> serverGroups = new LinkedHashMap<>();
    final List<VirtualServerDraft> virtualServers = new ArrayList<>();

    /** Keeps a draft under its name; complains when the name is taken. */
    static <T> void put(Map<String, T> drafts, Word name, T draft, Diagnostics diagnostics) {
        if (drafts.putIfAbsent(name.text(), draft) != null) {
            diagnostics.error(
                    name.position(), name.width(), "'%s' is there twice".formatted(name.text()));
        }
    }
}

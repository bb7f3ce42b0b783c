package io.aplomb.model.vrrp;

import java.util.List;
import java.util.Set;

/** Everything an instance or a group watches. */
public record Tracking(
        List<Track> interfaces, List<Track> scripts, List<Track> files, List<Track> processes) {

    public static final Tracking NONE = new Tracking(List.of(), List.of(), List.of(), List.of());

    public Tracking {
        interfaces = List.copyOf(interfaces);
        scripts = List.copyOf(scripts);
        files = List.copyOf(files);
        processes = List.copyOf(processes);
    }

    /** The same without some scripts. */
    public Tracking withoutScripts(Set<String> names) {
        List<Track> others =
                scripts.stream().filter(track -> !names.contains(track.name())).toList();
        return new Tracking(interfaces, others, files, processes);
    }
}

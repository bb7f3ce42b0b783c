package io.aplomb.formats.haproxy.compile;

import io.aplomb.base.Bytes;
import io.aplomb.sample.Octets;
import io.aplomb.sample.SampleResources;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pattern files and maps, from where all files of a configuration come. */
record ResolverResources(FileResolver files) implements SampleResources {

    @Override
    public @Nullable List<String> lines(String path) {
        return switch (files.read(path)) {
            case FileResolver.Content.Octets(Bytes bytes) ->
                    Octets.text(bytes.toArray()).lines().toList();
            case FileResolver.Content.Unreadable _ -> null;
        };
    }
}

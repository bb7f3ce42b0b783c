package io.aplomb.control.enrol;

import io.aplomb.base.Check;
import io.aplomb.control.pki.NodeSubject;
import io.aplomb.control.pki.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The machines that a machine trusts: {@code STATE/known-hosts}, a line each with name and
 * fingerprint. Thread-safe within a process; the file is read anew each time.
 */
public final class KnownHosts {

    private static final String FILE = "known-hosts";

    private final Path file;

    /**
     * @param state of this machine
     */
    public KnownHosts(Path state) {
        file = state.resolve(FILE);
    }

    /** Fingerprints by name. */
    public synchronized Map<String, String> all() throws IOException {
        Map<String, String> hosts = new LinkedHashMap<>();
        try {
            for (String line : Files.readString(file).split("\n")) {
                String[] words = line.strip().split("\\s+");
                if (words.length == 2 && !words[0].startsWith("#")) {
                    hosts.put(words[0], words[1]);
                }
            }
        } catch (NoSuchFileException none) {
            return Map.of();
        }
        return Collections.unmodifiableMap(hosts);
    }

    /** The fingerprint of a machine. */
    public Optional<String> fingerprint(String name) throws IOException {
        return Optional.ofNullable(all().get(name));
    }

    /** Whether a machine of that fingerprint is trusted, under whatever name. */
    public boolean trusts(String fingerprint) throws IOException {
        return all().containsValue(fingerprint);
    }

    /** Trusts a machine from now on; an older fingerprint of that name is forgotten. */
    public synchronized void add(String name, String fingerprint) throws IOException {
        Check.argument(NodeSubject.isName(name), "no name of a host: " + name);
        Map<String, String> hosts = new LinkedHashMap<>(all());
        hosts.put(name, fingerprint);
        write(hosts);
    }

    /** Trusts it no longer; whether it was trusted. */
    public synchronized boolean remove(String name) throws IOException {
        Map<String, String> hosts = new LinkedHashMap<>(all());
        boolean known = hosts.remove(name) != null;
        if (known) {
            write(hosts);
        }
        return known;
    }

    private void write(Map<String, String> hosts) throws IOException {
        StringBuilder text = new StringBuilder();
        hosts.forEach((name, print) -> text.append(name).append(' ').append(print).append('\n'));
        SecretFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }
}

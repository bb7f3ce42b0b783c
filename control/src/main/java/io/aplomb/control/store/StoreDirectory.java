package io.aplomb.control.store;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.ratis.util.MD5FileUtil;

/**
 * A node's directory:
 *
 * <pre>
 * identity      whose data this is, and the members it began with; its name appears when all else is in place
 * raft/GROUP/   the log and the snapshots of the present generation, Ratis's own
 * old/          what an earlier generation left, for a person to look at
 * </pre>
 *
 * Ratis would make a directory that is missing as if the node were new, and a voter that forgot its
 * vote can vote twice. So the directory is made here and only here, and Ratis is only ever asked to
 * recover.
 */
final class StoreDirectory {
    private static final String IDENTITY = "identity";
    private static final String META_FILE = "raft-meta";
    private static final String MEMBERS_FILE = "raft-meta.conf";

    private final Path root;

    StoreDirectory(Path root) {
        this.root = root;
    }

    /** What the identity file says. */
    record Marker(StoreIdentity identity, Members first) {}

    Path raft() {
        return root.resolve("raft");
    }

    Path group(StoreIdentity identity) {
        return raft().resolve(Groups.id(identity.clusterId(), identity.generation()).toString());
    }

    Path log(StoreIdentity identity) {
        return group(identity).resolve("current");
    }

    Path snapshots(StoreIdentity identity) {
        return group(identity).resolve("sm");
    }

    /** Empty when the directory holds nothing yet. */
    Optional<Marker> marker() throws IOException {
        Path file = root.resolve(IDENTITY);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties words = new Properties();
        try (StringReader in = new StringReader(Files.readString(file))) {
            words.load(in);
            StoreIdentity identity =
                    new StoreIdentity(
                            word(words, "cluster"),
                            Long.parseLong(word(words, "generation")),
                            MemberId.parse(word(words, "self")));
            Members first =
                    new Members(members(word(words, "voters")), members(word(words, "listeners")));
            return Optional.of(new Marker(identity, first));
        } catch (IllegalArgumentException broken) {
            throw new IOException(file + " cannot be read: " + broken.getMessage(), broken);
        }
    }

    /** The term in which this node last had a part; 0 for none. */
    long term(StoreIdentity identity) throws IOException {
        Properties meta = new Properties();
        try (var in = Files.newBufferedReader(log(identity).resolve(META_FILE))) {
            meta.load(in);
            return Long.parseLong(word(meta, "term"));
        } catch (IllegalArgumentException broken) {
            throw new StoreDamaged(log(identity).resolve(META_FILE), "it cannot be read", identity);
        }
    }

    /**
     * @throws StoreDamaged when the directory has an identity and not the data
     */
    void checkPresent(StoreIdentity identity) throws IOException {
        if (!Files.exists(log(identity).resolve(META_FILE))) {
            throw new StoreDamaged(group(identity), "the data of this node has gone", identity);
        }
    }

    /**
     * What a new generation begins with.
     *
     * @param index of the last entry that the snapshot holds
     */
    record Seed(long term, long index, byte[] snapshot) {}

    /** Makes the directory of one generation and, as the last step, gives it its identity. */
    void make(Marker marker, Optional<Seed> seed) throws IOException {
        StoreIdentity identity = marker.identity();
        Durable.deleteTree(group(identity)); // of an attempt that did not come to its end
        Files.createDirectories(log(identity));
        Files.createDirectories(snapshots(identity));
        if (seed.isPresent()) {
            Path file =
                    snapshots(identity)
                            .resolve("snapshot." + seed.get().term() + "_" + seed.get().index());
            Durable.replace(file, seed.get().snapshot());
            MD5FileUtil.computeAndSaveMd5ForFile(file.toFile());
        }
        String meta = "term=" + seed.map(Seed::term).orElse(0L) + "\nvotedFor=\n";
        Durable.replace(
                log(identity).resolve(META_FILE), meta.getBytes(StandardCharsets.ISO_8859_1));
        Durable.replace(
                log(identity).resolve(MEMBERS_FILE),
                RatisNames.entry(
                                seed.map(Seed::term).orElse(0L),
                                seed.map(Seed::index).orElse(0L),
                                marker.first())
                        .toByteArray());
        for (Path folder : List.of(snapshots(identity), group(identity), raft(), root)) {
            Durable.syncFolder(folder);
        }
        Durable.replace(root.resolve(IDENTITY), text(marker).getBytes(StandardCharsets.UTF_8));
        putAwayOthers(identity);
    }

    /**
     * Ratis would serve every group it finds; those of earlier generations are kept where it does
     * not look.
     */
    void putAwayOthers(StoreIdentity identity) throws IOException {
        List<Path> others = new ArrayList<>();
        try (var groups = Files.newDirectoryStream(raft())) {
            groups.forEach(group -> others.add(group));
        }
        others.remove(group(identity));
        if (others.isEmpty()) {
            return;
        }
        Path old = root.resolve("old");
        Durable.deleteTree(old);
        Files.createDirectories(old);
        for (Path other : others) {
            Files.move(other, old.resolve(other.getFileName()));
        }
    }

    /** Frees the names for a node that begins anew. */
    void clear() throws IOException {
        Files.deleteIfExists(root.resolve(IDENTITY));
        Durable.syncFolder(root);
        Durable.deleteTree(raft());
    }

    private static String text(Marker marker) {
        StoreIdentity identity = marker.identity();
        return """
                # Whose data this directory holds. Written once; do not copy it to another machine.
                cluster=%s
                generation=%d
                self=%s
                voters=%s
                listeners=%s
                """
                .formatted(
                        identity.clusterId(),
                        identity.generation(),
                        identity.self(),
                        text(marker.first().voters()),
                        text(marker.first().listeners()));
    }

    private static String text(List<Member> members) {
        return String.join(
                " ",
                members.stream()
                        .map(
                                member ->
                                        "%s/%s/%d/%d"
                                                .formatted(
                                                        member.id(),
                                                        member.host(),
                                                        member.port(),
                                                        member.priority()))
                        .toList());
    }

    private static List<Member> members(String text) {
        List<Member> members = new ArrayList<>();
        for (String word : text.isBlank() ? new String[0] : text.strip().split(" +")) {
            String[] parts = word.split("/");
            if (parts.length != 4) {
                throw new IllegalArgumentException("no member: " + word);
            }
            members.add(
                    new Member(
                            MemberId.parse(parts[0]),
                            parts[1],
                            Integer.parseInt(parts[2]),
                            Integer.parseInt(parts[3])));
        }
        return members;
    }

    private static String word(Properties words, String key) {
        String word = words.getProperty(key);
        if (word == null) {
            throw new IllegalArgumentException("no " + key);
        }
        return word;
    }
}

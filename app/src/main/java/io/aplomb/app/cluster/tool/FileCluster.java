package io.aplomb.app.cluster.tool;

import io.aplomb.base.Diagnostics;
import io.aplomb.cluster.live.ClusterState;
import io.aplomb.control.admin.Caller;
import io.aplomb.control.node.ClusterNode;
import io.aplomb.formats.cib.CibReader;
import io.aplomb.formats.cib.CibWriter;
import io.aplomb.model.cib.Element;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A file of the caller's with an information base. */
public final class FileCluster implements ClusterAccess {
    private final Caller caller;
    private final String path;

    /**
     * @param path as the caller wrote it
     */
    public FileCluster(Caller caller, String path) {
        this.caller = caller;
        this.path = path;
    }

    @Override
    public boolean isLive() {
        return false;
    }

    @Override
    public Element cib() throws CommandFailure {
        return read(caller, path);
    }

    /** Reads an information base from a file. */
    public static Element read(Caller caller, String path) throws CommandFailure {
        return parse(readText(caller, path), path);
    }

    /** Reads a text file. */
    public static String readText(Caller caller, String path) throws CommandFailure {
        try {
            return new String(caller.readFile(path), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw CommandFailure.because(
                    "Unable to read '%s': %s".formatted(path, unreadable.getMessage()));
        }
    }

    /** The information base that a text is, in the form of today. */
    public static Element parse(String text, String path) throws CommandFailure {
        Diagnostics diagnostics = new Diagnostics();
        Optional<Element> cib = CibReader.read(text, path, diagnostics);
        if (cib.isEmpty()) {
            throw new CommandFailure(
                    1, List.of("Error: unable to get cib", diagnostics.render().stripTrailing()));
        }
        return cib.get();
    }

    @Override
    public Stored store(Element base, Element changed, String comment) throws CommandFailure {
        try {
            caller.writeFile(path, CibWriter.write(changed).getBytes(StandardCharsets.UTF_8));
            return Stored.DONE;
        } catch (IOException unwritable) {
            throw CommandFailure.because(
                    "Unable to write '%s': %s".formatted(path, unwritable.getMessage()));
        }
    }

    @Override
    public ClusterState agreed() throws CommandFailure {
        throw needsCluster();
    }

    @Override
    public ClusterNode node() throws CommandFailure {
        throw needsCluster();
    }

    private static CommandFailure needsCluster() {
        return CommandFailure.because(
                "this needs the running cluster, which cannot be used together with a file");
    }
}

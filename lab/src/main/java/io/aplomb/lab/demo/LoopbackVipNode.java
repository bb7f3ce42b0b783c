package io.aplomb.lab.demo;

import io.aplomb.base.Check;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process that stands for a machine, on loopback addresses ({@link LoopbackRouter}). */
final class LoopbackVipNode implements VipNode {

    private final List<String> command;
    private @Nullable Child process;

    LoopbackVipNode(List<String> command) {
        this.command = List.copyOf(command);
    }

    @Override
    public void powerOn() throws IOException {
        process = Child.start(command, _ -> {});
    }

    @Override
    public void powerOff() {
        Check.present(process, "a node that runs").kill();
        process = null;
    }

    @Override
    public void shutDown() {
        close();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
            process = null;
        }
    }
}

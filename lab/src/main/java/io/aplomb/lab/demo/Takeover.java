package io.aplomb.lab.demo;

import io.aplomb.lab.net.Cable;
import io.aplomb.lab.net.Machine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The virtual IP's part of the demonstration: two machines, one address, and a client that never
 * stops asking. Played in a process of its own that has its own users and network ({@link
 * TakeoverProcess}).
 */
public final class Takeover {

    private static final String ADDRESS = "192.168.6.100";
    private static final int PORT = 8080;

    private final Program program;
    private final Story story;

    /**
     * @param program how to start this program's own commands as children
     * @param startNs when the story began
     */
    public Takeover(Program program, PrintStream out, long startNs) {
        this.program = program;
        this.story = new Story(out, startNs);
    }

    /**
     * Plays it.
     *
     * @return whether each takeover was seen by the client
     * @throws IOException when the machines cannot be made
     */
    public boolean play() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("aplomb-takeover-");
        try (Cable cable = Cable.lay();
                VipMachine first = machine(cable, folder, "lb1", 150, "192.168.6.11/24");
                VipMachine second = machine(cable, folder, "lb2", 100, "192.168.6.12/24");
                Machine home = Machine.start("client");
                VipClient client = new VipClient(home::call, ADDRESS, PORT)) {
            cable.connect(home, "192.168.6.1/24");
            return new TakeoverPlay(story, first, second, client, ADDRESS).play();
        } finally {
            delete(folder);
        }
    }

    private VipMachine machine(Cable cable, Path folder, String name, int priority, String address)
            throws IOException {
        Machine machine = Machine.start(name);
        cable.connect(machine, address);
        Path configuration =
                Files.writeString(folder.resolve(name + ".conf"), configuration(name, priority));
        return new VipMachine(
                machine,
                program.with(
                        List.of(
                                "vrrp",
                                "-n",
                                "-f",
                                configuration.toString(),
                                "-p",
                                folder.resolve(name + ".pid").toString())),
                program.with(
                        List.of(DemoCommands.SERVER, name, "0.0.0.0", Integer.toString(PORT))));
    }

    private static String configuration(String name, int priority) {
        return """
        global_defs {
            router_id %s
        }
        vrrp_instance VI_1 {
            state BACKUP
            interface eth0
            virtual_router_id 51
            priority %d
            version 3
            advert_int 0.1
            virtual_ipaddress {
                %s/24
            }
        }
        """
                .formatted(name, priority, ADDRESS);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.delete(folder);
    }
}

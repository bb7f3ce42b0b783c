package io.aplomb.control.agent;

import io.aplomb.cluster.live.AgentName;
import io.aplomb.linux.ChildProcess.Command;
import io.aplomb.linux.ChildProcess.End;
import io.aplomb.linux.SystemCallException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which agents this machine has, and what each says of itself, in the XML of OCF. Safe for many
 * threads; calls may run programs. What a program said is kept until its file changes.
 */
public final class AgentLibrary {

    /** An agent that takes longer to describe itself is stuck. */
    private static final long LIMIT_MS = 30_000;

    private static final int METADATA_BYTES = 1 << 20;

    /** Programs of fence-agents that are no agents, as pcs has it. */
    private static final Set<String> NO_FENCE_AGENTS =
            Set.of(
                    "fence_ack_manual",
                    "fence_check",
                    "fence_kdump_send",
                    "fence_legacy",
                    "fence_na",
                    "fence_node",
                    "fence_nss_wrapper",
                    "fence_pcmk",
                    "fence_sanlockd",
                    "fence_tool",
                    "fence_virtd",
                    "fence_vmware_helper");

    private static final String SERVICE = ".service";

    private final AgentPlaces places;
    private final Map<Path, Kept> kept = new ConcurrentHashMap<>();

    /** What a file said when it was of that time. */
    private record Kept(FileTime modified, long bytes, Metadata said) {}

    /**
     * What asking an agent gave.
     *
     * @param xml empty where there is none
     * @param reason why there is none, for people, without a full stop
     */
    public record Metadata(Optional<String> xml, String reason) {

        static Metadata of(String xml) {
            return new Metadata(Optional.of(xml), "");
        }

        static Metadata none(String reason) {
            return new Metadata(Optional.empty(), reason);
        }
    }

    public AgentLibrary(AgentPlaces places) {
        this.places = places;
    }

    /** The full names of all agents, in order. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (String provider : providers()) {
            files(places.ocfRoot().resolve("resource.d").resolve(provider), "")
                    .forEach(type -> names.add("ocf:" + provider + ":" + type));
        }
        Set<String> units = units();
        Set<String> scripts = files(places.initScripts(), "");
        scripts.forEach(type -> names.add("lsb:" + type));
        units.forEach(type -> names.add("systemd:" + type));
        Set<String> services = new TreeSet<>(units);
        services.addAll(scripts);
        services.forEach(type -> names.add("service:" + type));
        BuiltInAgents.NAMES.forEach(type -> names.add("aplomb:" + type));
        files(places.fenceAgents(), "fence_").stream()
                .filter(type -> !NO_FENCE_AGENTS.contains(type))
                .forEach(type -> names.add("stonith:" + type));
        return names;
    }

    /** The providers of agents of class {@code ocf}. */
    public List<String> providers() {
        List<String> providers = new ArrayList<>();
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(places.ocfRoot().resolve("resource.d"))) {
            for (Path one : all) {
                String name = one.getFileName().toString();
                if (Files.isDirectory(one) && !name.startsWith(".")) {
                    providers.add(name);
                }
            }
        } catch (IOException none) {
            return List.of();
        }
        providers.sort(null);
        return providers;
    }

    /** What an agent says of itself. */
    public Metadata metadata(AgentName name) {
        return switch (name.standard()) {
            case "ocf" -> ofProgram(OcfAgent.program(places, name), name, "meta-data");
            case "stonith" ->
                    ofProgram(places.fenceAgents().resolve(name.type()), name, "-o", "metadata");
            case "aplomb" -> BuiltInAgents.metadata(name.type());
            case "systemd" ->
                    units().contains(name.type()) || name.type().contains("@")
                            ? Metadata.of(ServiceMetadata.of(name.type(), "systemd unit"))
                            : Metadata.none("systemd has no unit " + name.type());
            case "lsb" ->
                    Files.isRegularFile(places.initScripts().resolve(name.type()))
                            ? Metadata.of(ServiceMetadata.of(name.type(), "init script"))
                            : Metadata.none("there is no init script " + name.type());
            case "service" -> ofService(name);
            default -> Metadata.none("there are no agents of class " + name.standard());
        };
    }

    private Metadata ofService(AgentName name) {
        Metadata unit = metadata(new AgentName("systemd", null, name.type()));
        return unit.xml().isPresent() ? unit : metadata(new AgentName("lsb", null, name.type()));
    }

    private Metadata ofProgram(Path program, AgentName name, String... words) {
        try {
            if (!program.normalize().equals(program) || !Files.isRegularFile(program)) {
                return Metadata.none("No such file or directory");
            }
            FileTime modified = Files.getLastModifiedTime(program);
            long bytes = Files.size(program);
            Kept former = kept.get(program);
            if (former != null && former.modified().equals(modified) && former.bytes() == bytes) {
                return former.said();
            }
            Metadata said = run(program, name, words);
            kept.put(program, new Kept(modified, bytes, said));
            return said;
        } catch (IOException failure) {
            return Metadata.none(String.valueOf(failure.getMessage()));
        }
    }

    private Metadata run(Path program, AgentName name, String... words) throws SystemCallException {
        AgentCall call = new AgentCall(name.type(), name, words[0], LIMIT_MS, Map.of());
        Map<String, String> environment = OcfEnvironment.of(places, call);
        environment.remove(OcfEnvironment.RESOURCE); // it is no resource's
        Command command = ProgramAgent.command(program, environment, words);
        Interruption interruption = new Interruption();
        try (TimeLimit limit = new TimeLimit(interruption, LIMIT_MS)) {
            ProgramRun.Ended ended = ProgramRun.run(command, interruption, METADATA_BYTES);
            if (limit.isOver()) {
                return Metadata.none("it does not answer");
            }
            String text = ended.output().text();
            if (ended.end() instanceof End.Exited(int status) && status == 0 && !text.isBlank()) {
                return Metadata.of(text);
            }
            String said = ended.output().error().lines().findFirst().orElse("");
            return Metadata.none(
                    "it ended with exit code "
                            + ended.status()
                            + (said.isEmpty() ? "" : ": " + said));
        }
    }

    /** The names of programs in a directory. */
    private static Set<String> files(Path directory, String prefix) {
        Set<String> names = new TreeSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path file : all) {
                String name = file.getFileName().toString();
                if (name.startsWith(prefix)
                        && !name.startsWith(".")
                        && Files.isRegularFile(file)
                        && Files.isExecutable(file)) {
                    names.add(name);
                }
            }
        } catch (IOException none) {
            return Set.of();
        }
        return names;
    }

    /** The services that systemd has, without their ending; none without systemd. */
    private Set<String> units() {
        Optional<Path> systemctl = places.program("systemctl");
        if (systemctl.isEmpty()) {
            return Set.of();
        }
        Interruption interruption = new Interruption();
        try (TimeLimit _ = new TimeLimit(interruption, LIMIT_MS)) {
            ProgramRun.Ended ended =
                    ProgramRun.run(
                            ProgramAgent.command(
                                    systemctl.get(),
                                    OcfEnvironment.common(places, ""),
                                    "list-unit-files",
                                    "--type=service",
                                    "--no-legend",
                                    "--no-pager"),
                            interruption,
                            METADATA_BYTES);
            Set<String> units = new TreeSet<>();
            ended.output()
                    .text()
                    .lines()
                    .map(line -> line.strip().split("\\s+")[0])
                    .filter(unit -> unit.endsWith(SERVICE))
                    .forEach(
                            unit -> units.add(unit.substring(0, unit.length() - SERVICE.length())));
            return units;
        } catch (SystemCallException refused) {
            return Set.of();
        }
    }
}

package io.aplomb.formats.pcs;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.cib.CibReader;
import io.aplomb.formats.cib.CibWriter;
import io.aplomb.model.cib.Element;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program of the machine, on a base in a file. */
final class RealPcs {

    static final String VERSION = "0.11.5";
    private static final long TIME_OUT_SECONDS = 120;

    private final Path directory;

    RealPcs(Path directory) {
        this.directory = directory;
    }

    /** Why it cannot be asked; empty where it can. */
    static String absence(Path directory) {
        try {
            Path out = directory.resolve("version");
            Process process =
                    new ProcessBuilder("pcs", "--version").redirectOutput(out.toFile()).start();
            if (!process.waitFor(TIME_OUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "pcs does not answer";
            }
            String version = Files.readString(out).strip();
            return version.equals(VERSION) ? "" : "pcs is " + version + ", not " + VERSION;
        } catch (IOException e) {
            return "no pcs here: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    Outcome run(Element cib, List<String> words) throws IOException, InterruptedException {
        Path file = directory.resolve("cib.xml");
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Files.writeString(file, CibWriter.write(cib));
        List<String> command = new ArrayList<>(List.of("pcs", "-f", file.toString()));
        command.addAll(words);
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        process.getOutputStream().close();
        if (!process.waitFor(TIME_OUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("pcs does not end: " + words);
        }
        Element after =
                CibReader.readAsWritten(Files.readString(file), "after", new Diagnostics())
                        .orElseThrow(() -> new IOException("pcs wrote a bad base: " + words));
        return new Outcome(
                process.exitValue(), Files.readAllLines(out), Files.readAllLines(err), "", after);
    }
}

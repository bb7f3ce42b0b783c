package io.aplomb.app.cluster.client;

import io.aplomb.control.admin.AdminRequest;
import io.aplomb.control.admin.Caller;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** The process that was called. */
final class ProcessCaller implements Caller {
    private final AdminRequest request;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    ProcessCaller(AdminRequest request, InputStream in, PrintStream out, PrintStream err) {
        this.request = request;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    @Override
    public AdminRequest request() {
        return request;
    }

    @Override
    public PrintStream out() {
        return out;
    }

    @Override
    public PrintStream err() {
        return err;
    }

    @Override
    public byte[] readFile(String path) throws IOException {
        if (path.equals("-")) {
            return in.readAllBytes();
        }
        try {
            return Files.readAllBytes(Path.of(path));
        } catch (FileSystemException refused) {
            throw new IOException(reason(refused), refused);
        }
    }

    @Override
    public void writeFile(String path, byte[] content) throws IOException {
        Path target = Path.of(path).toAbsolutePath();
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            Files.write(target, content); // a pipe, a terminal
            return;
        }
        try {
            Path directory = target.getParent();
            Path fresh =
                    Files.createTempFile(
                            directory == null ? Path.of("/") : directory, ".aplomb", ".new");
            try {
                Files.write(fresh, content);
                Files.setPosixFilePermissions(
                        fresh,
                        Files.exists(target)
                                ? Files.getPosixFilePermissions(target)
                                : PosixFilePermissions.fromString("rw-r--r--"));
                Path _ =
                        Files.move(
                                fresh,
                                target,
                                StandardCopyOption.ATOMIC_MOVE,
                                StandardCopyOption.REPLACE_EXISTING);
            } finally {
                boolean _ = Files.deleteIfExists(fresh);
            }
        } catch (FileSystemException refused) {
            throw new IOException(reason(refused), refused);
        }
    }

    /** As other programs say it. */
    private static String reason(FileSystemException refused) {
        return switch (refused) {
            case NoSuchFileException _ -> "No such file or directory";
            case AccessDeniedException _ -> "Permission denied";
            default ->
                    refused.getReason() == null
                            ? String.valueOf(refused.getMessage())
                            : refused.getReason();
        };
    }

    @Override
    public Optional<String> ask(String prompt, boolean secret) throws IOException {
        Optional<Console> terminal =
                Optional.ofNullable(System.console()).filter(Console::isTerminal);
        if (terminal.isEmpty()) {
            return Optional.empty();
        }
        Console console = terminal.get();
        if (secret) {
            char[] typed = console.readPassword("%s", prompt);
            return typed == null ? Optional.empty() : Optional.of(new String(typed));
        }
        return Optional.ofNullable(console.readLine("%s", prompt));
    }

    @Override
    public Optional<Character> key(long waitMs) throws IOException {
        if (!request.isTerminal()) {
            return Optional.empty();
        }
        return RawTerminal.key(in, waitMs);
    }
}

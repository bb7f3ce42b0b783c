package io.aplomb.proxy.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what {@code crt}, {@code crt-list} and {@code ca-file} name (manual 5.1). */
final class CertificateFiles {

    /** Companions of a certificate file, not certificates of their own. */
    private static final Set<String> COMPANION_ENDINGS =
            Set.of(".key", ".ocsp", ".issuer", ".sctl", ".dh", ".pass");

    private CertificateFiles() {}

    /** A certificate with its key and the names it is for. */
    record Identity(Path file, PemBundle bundle, List<String> serverNames) {
        Identity {
            serverNames = List.copyOf(serverNames);
        }
    }

    /** One file, or each file of a directory in the order of their names. */
    static List<Identity> identities(String path) throws IOException, GeneralSecurityException {
        Path place = Path.of(path);
        if (!Files.isDirectory(place)) {
            return List.of(identity(place, List.of()));
        }
        List<Path> files;
        try (Stream<Path> entries = Files.list(place)) {
            files =
                    entries.filter(Files::isRegularFile)
                            .filter(CertificateFiles::own)
                            .sorted()
                            .toList();
        }
        List<Identity> identities = new ArrayList<>();
        for (Path file : files) {
            identities.add(identity(file, List.of()));
        }
        return identities;
    }

    /** The lines {@code FILE [options] [name ...]} of a {@code crt-list}. */
    static List<Identity> fromList(String path) throws IOException, GeneralSecurityException {
        List<Identity> identities = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(path), StandardCharsets.UTF_8)) {
            String content = line.strip();
            if (content.isEmpty() || content.startsWith("#")) {
                continue;
            }
            String withoutOptions = content.replaceAll("\\[[^]]*]", " ");
            List<String> words = List.of(withoutOptions.strip().split("\\s+"));
            identities.add(identity(Path.of(words.getFirst()), words.subList(1, words.size())));
        }
        return identities;
    }

    /** What a server is shown: one certificate with its chain and key. */
    static PemBundle client(String path) throws IOException, GeneralSecurityException {
        return identity(Path.of(path), List.of()).bundle();
    }

    static PemBundle read(Path file) throws IOException, GeneralSecurityException {
        return PemBundle.parse(Files.readString(file, StandardCharsets.ISO_8859_1));
    }

    private static Identity identity(Path file, List<String> names)
            throws IOException, GeneralSecurityException {
        PemBundle bundle = read(file);
        if (bundle.certificates().isEmpty()) {
            throw new GeneralSecurityException("no certificate in it");
        }
        if (bundle.key() == null) {
            Path keyFile = file.resolveSibling(file.getFileName() + ".key");
            if (!Files.exists(keyFile)) {
                throw new GeneralSecurityException(
                        "no private key in it, and no file " + keyFile + " beside it");
            }
            bundle = bundle.withKeyOf(read(keyFile));
        }
        return new Identity(file, bundle, names);
    }

    private static boolean own(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && COMPANION_ENDINGS.stream().noneMatch(name::endsWith);
    }
}

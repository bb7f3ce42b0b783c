package io.aplomb.proxy.tls;

import io.aplomb.base.Check;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the certificate by the server name the client sent (RFC 6066, section 3): exact name,
 * then wildcard of one label, then the first certificate of the {@code bind} line, unless {@code
 * strict-sni}. Among certificates of one name, the one whose key type the client can use.
 */
final class SniKeyManager extends X509ExtendedKeyManager {

    private static final int SAN_DNS = 2;

    private final List<CertificateFiles.Identity> identities;
    private final Map<String, List<Integer>> byName = new HashMap<>();
    private final boolean strict;

    SniKeyManager(List<CertificateFiles.Identity> identities, boolean strict) {
        this.identities = List.copyOf(identities);
        this.strict = strict;
        for (int index = 0; index < identities.size(); index++) {
            for (String name : names(identities.get(index))) {
                byName.computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                        .add(index);
            }
        }
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        EngineFacts.certificateChosen(engine);
        String serverName = requestedName(engine);
        List<Integer> named = serverName == null ? List.of() : named(serverName);
        for (int index : named) {
            if (fits(index, keyType)) {
                return Integer.toString(index);
            }
        }
        if (!named.isEmpty() || strict) {
            return null;
        }
        // Only the default certificate, and others of the same names as it.
        List<Integer> defaults = new ArrayList<>(List.of(0));
        names(identities.getFirst()).forEach(name -> defaults.addAll(named(name)));
        return defaults.stream()
                .filter(index -> fits(index, keyType))
                .map(String::valueOf)
                .findFirst()
                .orElse(null);
    }

    private List<Integer> named(String serverName) {
        String name = serverName.toLowerCase(Locale.ROOT);
        List<Integer> exact = byName.get(name);
        if (exact != null) {
            return exact;
        }
        int dot = name.indexOf('.');
        return dot < 0 ? List.of() : byName.getOrDefault("*" + name.substring(dot), List.of());
    }

    /**
     * Key types are those of TLS 1.2 ("RSA", "ECDHE_ECDSA", "EC_EC") or 1.3 ("EC", "RSASSA-PSS").
     */
    private boolean fits(int index, String keyType) {
        String algorithm = leaf(index).getPublicKey().getAlgorithm();
        return switch (algorithm) {
            case "EC" -> keyType.startsWith("EC") && !keyType.endsWith("RSA");
            case "RSA" -> keyType.contains("RSA");
            default -> keyType.equals(algorithm);
        };
    }

    private X509Certificate leaf(int index) {
        return identities.get(index).bundle().certificates().getFirst();
    }

    private static @Nullable String requestedName(SSLEngine engine) {
        if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
            for (SNIServerName name : session.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return null;
    }

    private static List<String> names(CertificateFiles.Identity identity) {
        if (!identity.serverNames().isEmpty()) {
            return identity.serverNames();
        }
        X509Certificate leaf = identity.bundle().certificates().getFirst();
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = leaf.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    if (Integer.valueOf(SAN_DNS).equals(alternative.get(0))) {
                        names.add(String.valueOf(alternative.get(1)));
                    }
                }
            }
        } catch (CertificateParsingException e) {
            // A certificate whose names cannot be read still serves as the default one.
            return List.of();
        }
        if (names.isEmpty()) {
            DistinguishedNames.commonName(leaf.getSubjectX500Principal()).ifPresent(names::add);
        }
        return names;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return identities
                .get(Integer.parseInt(alias))
                .bundle()
                .certificates()
                .toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return Check.present(
                identities.get(Integer.parseInt(alias)).bundle().key(), "key of a certificate");
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases();
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases();
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, Socket socket) {
        return fits(0, keyType) ? "0" : null;
    }

    /** It serves listeners only. */
    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }

    private String[] aliases() {
        String[] aliases = new String[identities.size()];
        for (int index = 0; index < aliases.length; index++) {
            aliases[index] = Integer.toString(index);
        }
        return aliases;
    }
}

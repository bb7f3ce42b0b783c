package io.aplomb.proxy.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.codec.digest.Crypt;

/**
 * Checks passwords against their stored form: clear, or crypt(3) with DES, MD5 ({@code $1$}),
 * SHA-256 ({@code $5$}) or SHA-512 ({@code $6$}).
 *
 * <p>crypt(3) is slow on purpose, milliseconds a call, and every request of a client carries its
 * password; so results that were good are remembered, by a keyed digest only. Any thread.
 */
final class Passwords {

    /** Users active at a time; beyond it the memory starts anew, which costs time only. */
    private static final int MAX_REMEMBERED = 4_096;

    private static final int KEY_BYTES = 32;

    private final Map<String, Boolean> good = new ConcurrentHashMap<>();
    private final byte[] key = new byte[KEY_BYTES];

    Passwords() {
        new SecureRandom().nextBytes(key);
    }

    boolean matches(String given, String stored, boolean clear) {
        if (clear) {
            return MessageDigest.isEqual(given.getBytes(UTF_8), stored.getBytes(UTF_8));
        }
        String digest = digest(given, stored);
        if (good.containsKey(digest)) {
            return true;
        }
        if (!crypted(given, stored)) {
            return false;
        }
        if (good.size() >= MAX_REMEMBERED) {
            good.clear();
        }
        good.put(digest, Boolean.TRUE);
        return true;
    }

    private static boolean crypted(String given, String stored) {
        try {
            String made = Crypt.crypt(given, stored);
            return made != null
                    && MessageDigest.isEqual(made.getBytes(UTF_8), stored.getBytes(UTF_8));
        } catch (IllegalArgumentException e) {
            // The stored form is none that crypt(3) knows: nobody can have that password.
            return false;
        }
    }

    private String digest(String given, String stored) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(key);
            sha.update(stored.getBytes(UTF_8));
            sha.update((byte) 0);
            return HexFormat.of().formatHex(sha.digest(given.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

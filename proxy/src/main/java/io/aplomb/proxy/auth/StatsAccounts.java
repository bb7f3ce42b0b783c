package io.aplomb.proxy.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.aplomb.model.proxy.StatsPage;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * The accounts of a statistics page ({@code stats auth}), whose passwords are configured in clear.
 */
public final class StatsAccounts {

    private static final String BASIC = "Basic ";

    private StatsAccounts() {}

    /** Whether the Authorization field's value opens the page; true when it has no accounts. */
    public static boolean open(StatsPage page, String authorization) {
        if (page.users().isEmpty()) {
            return true;
        }
        byte[] given = decode(authorization);
        boolean opens = false;
        for (StatsPage.Credentials each : page.users()) {
            String wanted = each.user() + ":" + each.password();
            opens |= MessageDigest.isEqual(given, wanted.getBytes(ISO_8859_1));
        }
        return opens;
    }

    private static byte[] decode(String authorization) {
        if (!authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return new byte[0];
        }
        try {
            return Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip());
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}

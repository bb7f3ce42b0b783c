package io.aplomb.proxy.tls;

import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** Parts of distinguished names (RFC 4514). */
final class DistinguishedNames {

    private DistinguishedNames() {}

    /** The most specific CN. */
    static Optional<String> commonName(X500Principal principal) {
        try {
            return new LdapName(principal.getName())
                    .getRdns().reversed().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(String::valueOf)
                            .findFirst();
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }
}

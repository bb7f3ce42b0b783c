package io.aplomb.sample.facts;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The userlists of the configuration: manual section 3.4. */
public interface UserLists {

    /**
     * The groups of a user whose password is right (empty when in none); null when the list, the
     * user or the password is not right.
     */
    @Nullable Set<String> authenticate(String userList, String user, String password);
}

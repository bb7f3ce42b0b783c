package io.aplomb.model.proxy;

import java.util.Map;
import java.util.Set;

/**
 * A {@code userlist} section. Passwords are as configured: crypt(3) form or, insecure, in clear.
 */
public record UserList(String name, Map<String, User> users) {
    public UserList {
        users = Map.copyOf(users);
    }

    /** One user and the groups it is in. */
    public record User(String name, String password, boolean clear, Set<String> groups) {
        public User {
            groups = Set.copyOf(groups);
        }
    }
}

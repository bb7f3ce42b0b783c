/** ACLs and conditions: HAProxy manual sections 7.1, 7.2 and 7.4. */
@NullMarked
package io.aplomb.sample.acl;

import org.jspecify.annotations.NullMarked;

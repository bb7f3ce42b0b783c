/**
 * Keeps a client on its server: persistence cookies and stick rules (manual 4.2 "cookie", "stick").
 */
@NullMarked
package io.aplomb.proxy.persist;

import org.jspecify.annotations.NullMarked;

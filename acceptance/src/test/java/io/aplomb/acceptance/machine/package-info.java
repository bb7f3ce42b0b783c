/**
 * A second machine on this one, for tests that need addresses, files and processes of their own.
 */
@NullMarked
package io.aplomb.acceptance.machine;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.aplomb.control.admin;

import org.jspecify.annotations.NullMarked;

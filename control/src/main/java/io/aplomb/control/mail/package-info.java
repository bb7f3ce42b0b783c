/** E-mail to the administrator. */
@NullMarked
package io.aplomb.control.mail;

import org.jspecify.annotations.NullMarked;

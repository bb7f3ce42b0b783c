/** What an operator should know about priorities and weights before they surprise him. */
@NullMarked
package io.aplomb.vrrp.advice;

import org.jspecify.annotations.NullMarked;

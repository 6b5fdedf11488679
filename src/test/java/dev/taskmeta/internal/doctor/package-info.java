/** Tests of what the package shows to nobody else. */
@NullMarked
package dev.taskmeta.internal.doctor;

import org.jspecify.annotations.NullMarked;

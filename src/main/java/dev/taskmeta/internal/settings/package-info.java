/** How the texts of settings are read: durations, sizes, names, and the masking of secrets. */
@NullMarked
package dev.taskmeta.internal.settings;

import org.jspecify.annotations.NullMarked;

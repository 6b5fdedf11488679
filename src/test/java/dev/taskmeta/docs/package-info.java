/** The pages of {@code docs} keep to what the programs do. */
@NullMarked
package dev.taskmeta.docs;

import org.jspecify.annotations.NullMarked;

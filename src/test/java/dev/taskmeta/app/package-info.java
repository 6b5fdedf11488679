/** Tests of tasks in this JVM; {@code AppContract} holds on every store. */
@NullMarked
package dev.taskmeta.app;

import org.jspecify.annotations.NullMarked;

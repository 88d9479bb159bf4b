/** Spark jobs and the command line, one room each; see the packages below. */
package io.lode.jobs;

# Reference values for tests/test_merging.py, made with R 4.2.2 (stats alone), by optim: gaps in whole
# days between events merged within 3 days, each within half a day of its number, given that it is
# longer than 3.5 days; the last is open. Run from the top folder: Rscript tests/r/whole_days.R
days <- c(12, 30, 5, 41, 4, 22, 8, 6, 19, 60, 9, 14, 4, 33, 7, 11)
open <- 15
least <- 3.5
laws <- list(
  exponential = function(q, p) pexp(q, exp(-p[1]), lower.tail = FALSE, log.p = TRUE),
  weibull = function(q, p) pweibull(q, exp(p[1]), exp(p[2]), lower.tail = FALSE, log.p = TRUE),
  gamma = function(q, p) pgamma(q, exp(p[1]), scale = exp(p[2]), lower.tail = FALSE, log.p = TRUE),
  lognormal = function(q, p) plnorm(q, p[1], exp(p[2]), lower.tail = FALSE, log.p = TRUE),
  loglogistic = function(q, p) plogis(exp(p[1]) * (log(q) - p[2]), lower.tail = FALSE, log.p = TRUE)
)
start <- list(exponential = 3, weibull = c(0, 3), gamma = c(0, 3), lognormal = c(2.5, 0),
              loglogistic = c(0.5, 2.5))
rows <- lapply(names(laws), function(name) {
  tail <- laws[[name]]
  loss <- function(p) {
    each <- log(exp(tail(days - 0.5, p)) - exp(tail(days + 0.5, p))) - tail(least, p)
    -sum(each) - tail(open + 0.5, p) + tail(least, p)
  }
  found <- optim(start[[name]], loss, method = "BFGS", control = list(reltol = 1e-15, maxit = 1000))
  data.frame(model = name, loglik = sprintf("%.10f", -found$value),
             over_40 = sprintf("%.8f", exp(tail(40.5, found$par) - tail(least, found$par))))
})
write.csv(do.call(rbind, rows), "tests/r/whole_days.csv", row.names = FALSE, quote = FALSE)

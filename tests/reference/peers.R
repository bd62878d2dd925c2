# Writes r.json: what R reaches on the same cases, by its packages and by base optim with tight tolerances.
#
#     Rscript tests/reference/peers.R        (from the root of the repository)
#
# Debian: apt-get install r-base-core r-cran-fitdistrplus r-cran-mass. Made with R 4.2.2, fitdistrplus 1.1-8,
# MASS 7.3-58.2. `optim` minimises by BFGS in double precision with numeric derivatives from the result of a
# Nelder-Mead search; its standard errors come from a finite-difference Hessian.

suppressMessages({
  library(fitdistrplus)
  library(MASS)
})

column <- function(file, name) read.csv(file.path("examples", "data", file))[[name]]
serving <- column("groundbeef.csv", "serving")
speed <- column("michelson.csv", "speed")
days <- column("quine.csv", "days")
norris <- read.csv(file.path("examples", "data", "norris.csv"))

inverse_gaussian <- function(x, mu, lambda) 0.5 * log(lambda / (2 * pi * x^3)) - lambda * (x - mu)^2 / (2 * mu^2 * x)
student <- function(x, mu, sigma) dt((x - mu) / sigma, df = 4, log = TRUE) - log(sigma)

by_optim <- function(log_density, start) {
  negative <- function(point) {
    value <- suppressWarnings(-sum(do.call(log_density, as.list(point))))
    if (is.finite(value)) value else 1e300
  }
  control <- list(reltol = 1e-16, maxit = 5000, parscale = abs(start))
  found <- optim(start, negative, control = control)
  found <- optim(found$par, negative, method = "BFGS", control = control)
  rough <- sqrt(diag(solve(optimHess(found$par, negative, control = list(ndeps = 1e-6 * abs(found$par))))))
  curvature <- optimHess(found$par, negative, control = list(ndeps = 3e-3 * rough))
  list(estimates = found$par, standard_errors = sqrt(diag(solve(curvature))), log_likelihood = -found$value)
}

optimised <- list(
  gamma = by_optim(function(k, theta) dgamma(serving, k, scale = theta, log = TRUE), c(k = 4, theta = 18)),
  weibull = by_optim(function(shape, scale) dweibull(serving, shape, scale, log = TRUE), c(shape = 2.2, scale = 83)),
  log_normal = by_optim(function(mu, sigma) dlnorm(serving, mu, sigma, log = TRUE), c(mu = 4.2, sigma = 0.5)),
  inverse_gaussian = by_optim(function(mu, lambda) inverse_gaussian(serving, mu, lambda), c(mu = 73, lambda = 200)),
  logistic = by_optim(function(mu, s) dlogis(speed - 299.85, mu - 299.85, s, log = TRUE), c(mu = 299.85, s = 0.045)),
  student_t = by_optim(function(mu, sigma) student(speed, mu, sigma), c(mu = 299.85, sigma = 0.07)),
  negative_binomial = by_optim(function(r, p) dnbinom(days, r, p, log = TRUE), c(r = 1.1, p = 0.065))
)

from_fit <- function(fit) {
  list(estimates = fit$estimate, standard_errors = fit$sd, log_likelihood = as.numeric(fit$loglik))
}

from_glm_nb <- function(fit) {
  list(
    estimates = c(r = fit$theta, mean = exp(coef(fit)[[1]])),
    standard_errors = c(r = fit$SE.theta),
    log_likelihood = fit$twologlik / 2
  )
}

from_lm <- function(fit) {
  list(
    estimates = c(a = coef(fit)[[1]], b = coef(fit)[[2]], residual_standard_deviation = sigma(fit)),
    standard_errors = c(a = sqrt(vcov(fit)[1, 1]), b = sqrt(vcov(fit)[2, 2])),
    log_likelihood = as.numeric(logLik(fit))
  )
}

packaged <- list(
  gamma_by_fitdistrplus = from_fit(fitdist(serving, "gamma")), # shape and rate
  weibull_by_fitdistrplus = from_fit(fitdist(serving, "weibull")),
  log_normal_by_fitdistrplus = from_fit(fitdist(serving, "lnorm")), # meanlog and sdlog
  student_t_by_MASS = from_fit(suppressWarnings(fitdistr(speed, "t", df = 4))),
  logistic_by_MASS = from_fit(suppressWarnings(fitdistr(speed, "logistic"))),
  negative_binomial_by_MASS = from_glm_nb(glm.nb(days ~ 1, control = glm.control(epsilon = 1e-14, maxit = 200))),
  simple_regression_by_lm = from_lm(lm(y ~ x, norris))
)

number <- function(value) sprintf("%.17g", value)
object <- function(values, indent) {
  pad <- strrep(" ", indent)
  fields <- sprintf("%s  \"%s\": %s", pad, names(values), vapply(values, identity, ""))
  paste0("{\n", paste(fields, collapse = ",\n"), "\n", pad, "}")
}
case <- function(result) {
  object(list(
    estimates = object(lapply(result$estimates, number), 4),
    standard_errors = object(lapply(result$standard_errors, number), 4),
    log_likelihood = number(result$log_likelihood)
  ), 2)
}
names(optimised) <- paste0(names(optimised), "_by_optim")
writeLines(object(lapply(c(optimised, packaged), case), 0), file.path("tests", "reference", "r.json"))

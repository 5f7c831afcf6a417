"""The kernel as a Django application."""

from importlib import import_module, util

from django.apps import AppConfig, apps


class KernelConfig(AppConfig):
    """Loads the actions of every room, so that the registry is whole in every process."""

    name = "sinergi.kernel"

    def ready(self) -> None:
        for config in apps.get_app_configs():
            if config.name.startswith("sinergi."):
                for module in ("actions", "tasks"):
                    if util.find_spec(f"{config.name}.{module}"):
                        import_module(f"{config.name}.{module}")
